const WIDTH = 92
const HEIGHT = 24
const PAD = 4

/** A small line of the last values, its end marked. The numbers themselves stand in the table, so it is hidden from screen readers. */
export function Spark({ values }: { values: readonly number[] }) {
  const points = sparkPoints(values)
  const last = points.at(-1)
  if (!last) return <span className="text-faint">–</span>
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="inline-block align-middle text-accent">
      <polyline
        points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <circle cx={last.x} cy={last.y} r="2.4" fill="currentColor" />
    </svg>
  )
}

/** Spread over the width, from zero at the bottom: drawn from its lowest value, a change of a hundredth would look like a fall to nothing. */
export function sparkPoints(values: readonly number[]): { x: number; y: number }[] {
  const low = Math.min(0, ...values)
  const span = Math.max(0, ...values) - low
  const step = values.length > 1 ? (WIDTH - 2 * PAD) / (values.length - 1) : 0
  return values.map((value, index) => ({
    x: round(values.length > 1 ? PAD + index * step : WIDTH - PAD),
    y: round(span === 0 ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD)),
  }))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

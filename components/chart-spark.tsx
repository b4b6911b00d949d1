const WIDTH = 92
const HEIGHT = 24
const PAD = 4

type Point = { x: number; y: number }

/** A small line of the last values, its end marked; null is a hole in it. The numbers themselves stand in the table, so it is hidden from screen readers. */
export function Spark({ values }: { values: readonly (number | null)[] }) {
  const points = sparkPoints(values)
  const last = points.findLast((point) => point !== null)
  if (!last) return <span className="text-faint">–</span>
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="inline-block align-middle text-accent">
      <path d={pathOf(points)} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" />
      <circle cx={last.x} cy={last.y} r="2.4" fill="currentColor" />
    </svg>
  )
}

/** Spread over the width, from zero at the bottom: drawn from its lowest value, a change of a hundredth would look like a fall to nothing. */
export function sparkPoints(values: readonly (number | null)[]): (Point | null)[] {
  const known = values.filter((value) => value !== null)
  const low = Math.min(0, ...known)
  const span = Math.max(0, ...known) - low
  const step = values.length > 1 ? (WIDTH - 2 * PAD) / (values.length - 1) : 0
  return values.map((value, index) =>
    value === null
      ? null
      : {
          x: round(values.length > 1 ? PAD + index * step : WIDTH - PAD),
          y: round(span === 0 ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD)),
        },
  )
}

/** A point by itself is a dot, as wide as the line. */
const pathOf = (points: readonly (Point | null)[]): string =>
  points
    .map((point, index) => (point === null ? '' : `${points[index - 1] ? 'L' : 'M'}${point.x},${point.y}${points[index - 1] ? '' : 'h0'}`))
    .join('')

function round(value: number): number {
  return Math.round(value * 10) / 10
}

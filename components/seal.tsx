import { CopyButton } from './copy-button'
import { range } from './range'

const GROUP = 4

/** A seal (hex) in groups of four that never break in the middle. `short` shows the first four groups. */
export function Seal({ hex, short = false }: { hex: string; short?: boolean }) {
  const starts = range(Math.ceil(hex.length / GROUP)).map((number) => (number - 1) * GROUP)
  const shown = short ? starts.slice(0, GROUP) : starts
  return (
    <span className="inline-flex items-start gap-1">
      <code title={hex} className="mono flex flex-wrap gap-x-2 text-muted">
        {shown.map((start) => (
          <span key={start}>{hex.slice(start, start + GROUP)}</span>
        ))}
        {short && <span aria-hidden="true">…</span>}
      </code>
      <CopyButton text={hex} what="the seal" />
    </span>
  )
}

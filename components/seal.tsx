import { CopyButton } from './copy-button'

const GROUP = 4

/** A seal (hex) in groups of four that never break in the middle. `short` shows the first four groups. */
export function Seal({ hex, short = false }: { hex: string; short?: boolean }) {
  const groups = hex.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []
  const shown = short ? groups.slice(0, GROUP) : groups
  return (
    <span className="inline-flex items-start gap-1">
      <code title={hex} className="mono flex flex-wrap gap-x-2 text-muted">
        {shown.map((group, index) => <span key={`${index + 1}-${group}`}>{group}</span>)}
        {short && <span aria-hidden="true">…</span>}
      </code>
      <CopyButton text={hex} what="the seal" />
    </span>
  )
}

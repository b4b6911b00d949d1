import { countWords } from './money'
import { spanWords } from './time-words'

/** Long work: how much is done, how quickly, how long still. `total` null while it is not known. */
export function Progress({
  label,
  done,
  total,
  perSecond,
}: {
  label: string
  done: number
  total: number | null
  perSecond?: number | null
}) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  const leftMs = total !== null && perSecond ? ((total - done) / perSecond) * 1_000 : null
  return (
    <div className="grid gap-1.5">
      <div className="num flex flex-wrap justify-between gap-x-4">
        <span className="font-[550]">{label}</span>
        <span className="text-muted">
          {countWords(done)}
          {total !== null && ` of ${countWords(total)}`}
          {perSecond ? ` · ${countWords(Math.round(perSecond))} / s` : ''}
          {leftMs !== null && ` · ${spanWords(leftMs)} left`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={share === null ? 'h-full w-1/3 animate-pulse bg-accent' : 'h-full bg-accent'}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}

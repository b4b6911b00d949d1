import type { ReactNode } from 'react'

export type Fact = { label: string; value: ReactNode; note?: ReactNode }

/**
 * The row of figures at the top of a page: label, value, a word on it. Two to a row on a phone.
 * @param lastKnown how old they are ("11 min ago"), where they may not be shown as true: each is withheld, and told as last known beneath.
 */
export function Facts({ facts, lastKnown = null }: { facts: readonly Fact[]; lastKnown?: string | null }) {
  return (
    <dl className="mb-4 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
      {facts.map(({ label, value, note }) => (
        <div key={label} className="min-w-0 bg-surface px-3.5 py-2.5 last:odd:col-span-2 sm:last:odd:col-auto">
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="num text-lg max-sm:text-[15px] font-[580] tracking-[-0.012em] [overflow-wrap:anywhere] [&_.mono]:text-base [&_.num]:whitespace-normal [&_time]:whitespace-normal [&>span]:align-top max-sm:[&_span]:whitespace-normal">
            {lastKnown === null ? (
              value
            ) : (
              <span className="font-normal text-faint">
                –<span className="sr-only">not known now</span>
              </span>
            )}
          </dd>
          {lastKnown !== null && (
            <dd className="text-xs text-muted">
              last known {value}, {lastKnown}
            </dd>
          )}
          {lastKnown === null && note && <dd className="num text-xs text-muted [&_time]:whitespace-normal">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}

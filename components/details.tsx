import type { ReactNode } from 'react'

export type Detail = { label: string; value: ReactNode }

/** Labelled values, one per line: what a record holds. */
export function Details({ details }: { details: readonly Detail[] }) {
  return (
    <dl className="overflow-hidden rounded-lg border border-line bg-surface">
      {details.map(({ label, value }) => (
        <div key={label} className="flex min-h-9 flex-wrap items-baseline gap-x-4 border-b border-line px-3 py-2 last:border-0">
          <dt className="w-40 flex-none text-muted">{label}</dt>
          <dd className="num min-w-0 flex-1 basis-40 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

import { FILTERS } from '@/search/filters'

/** What the one box takes, for whoever asks. */
export function FilterHelp() {
  return (
    <details className="mb-4 text-xs text-muted">
      <summary className="cursor-pointer font-semibold">Search help</summary>
      <p className="mt-2">
        Every word must match a name, a company, a reference or its end, an employee number or an account. Put a minus in front to exclude.
      </p>
      <dl className="mt-2">
        {Object.entries(FILTERS).map(([name, { takes }]) => (
          <div key={name} className="mb-1">
            <dt className="mono inline">{name}:</dt> <dd className="inline">{takes}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

import { FILTERS } from '@/search/query-language'

/** What the one box takes, for whoever asks. */
export function FilterHelp() {
  return (
    <details className="mb-4 text-xs text-muted">
      <summary className="cursor-pointer font-semibold">What can be asked</summary>
      <p className="mt-2">
        Words must all be met, by a name, a company, a reference or its end, an employee number or an account. A minus before a part turns
        it round.
      </p>
      <dl className="mt-2">
        {FILTERS.map(({ name, takes }) => (
          <div key={name} className="mb-1">
            <dt className="mono inline">{name}:</dt> <dd className="inline">{takes}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

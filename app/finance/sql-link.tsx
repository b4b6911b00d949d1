import Link from 'next/link'
import { financeHref, type SqlUrl } from './finance-url'

/** Leads to the question in SQL that a figure answers, as it is chosen. */
export function SqlLink({ url }: { url: Partial<SqlUrl> }) {
  return (
    <Link
      className="link no-print self-center text-xs"
      prefetch={false}
      href={financeHref('/finance/sql', { ...url, after: null, seen: null, chart: null, compare: null })}
    >
      Open the SQL of this figure
    </Link>
  )
}

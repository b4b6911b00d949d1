import Link from 'next/link'
import { type FeesUrl, financeHref } from './finance-url'

/** The currencies a chart of fees can be drawn in, one at a time. */
export function CurrencyChoice({ currencies, charted, url }: { currencies: readonly string[]; charted: string; url: FeesUrl }) {
  return (
    <nav aria-label="Currency of the chart" className="no-print mb-3 -ml-2 flex flex-wrap gap-1">
      {currencies.map((currency) => (
        <Link
          key={currency}
          href={financeHref('/finance', { ...url, chart: currency })}
          prefetch={false}
          scroll={false}
          aria-current={currency === charted ? 'true' : undefined}
          className="inline-flex h-7 items-center rounded-md px-2 text-xs text-muted hover:bg-hover hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-[550] aria-[current]:text-accent"
        >
          {currency}
        </Link>
      ))}
    </nav>
  )
}

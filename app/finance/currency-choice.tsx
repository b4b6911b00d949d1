import Link from 'next/link'
import { type DeskUrl, type FinancePath, financeHref } from './finance-url'

type Props = { path: FinancePath; currencies: readonly string[]; charted: string; url: DeskUrl }

/** The currencies a page can be read in, one at a time. */
export function CurrencyChoice({ path, currencies, charted, url }: Props) {
  return (
    <nav aria-label="Currency of the chart" className="no-print mb-3 -ml-2 flex flex-wrap gap-1">
      {currencies.map((currency) => (
        <Link
          key={currency}
          href={financeHref(path, { ...url, chart: currency })}
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

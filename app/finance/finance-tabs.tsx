import { Tabs } from '@/components/tabs'
import { type DeskUrl, type FinancePath, filterUrl, financeHref } from './finance-url'

const PAGES: readonly { label: string; path: FinancePath }[] = [
  { label: 'Overview', path: '/finance' },
  { label: 'Fees by corridor', path: '/finance/corridors' },
  { label: 'Payouts by country', path: '/finance/countries' },
  { label: 'Settlement times', path: '/finance/settlement' },
  { label: 'Failures', path: '/finance/failures' },
  { label: 'SQL', path: '/finance/sql' },
  { label: 'Saved', path: '/finance/questions' },
]
const MONTHS = '/finance/months'
const CHANGES = '/finance/changes'
const EXPORTS = '/finance/exports'

/** The pages of the finance desk; what is chosen on one is chosen on the others, but for months, which are closed as a whole, changes, which have moments of their own, and files that were asked for. */
export function FinanceTabs({
  current,
  url,
}: {
  current: FinancePath | typeof MONTHS | typeof CHANGES | typeof EXPORTS
  url: Partial<DeskUrl>
}) {
  return (
    <Tabs
      label="Finance"
      tabs={[
        ...PAGES.map(({ label, path }) => ({ label, href: financeHref(path, filterUrl(url)), current: path === current })),
        { label: 'Months', href: MONTHS, current: current === MONTHS },
        { label: 'Changes', href: CHANGES, current: current === CHANGES },
        { label: 'Files', href: EXPORTS, current: current === EXPORTS },
      ]}
    />
  )
}

import { Tabs } from '@/components/tabs'
import { type FilterUrl, financeHref } from './finance-url'

/** The pages of the finance desk; what is chosen on one is chosen on the other. */
export function FinanceTabs({
  current,
  url: { from, to, currency, company },
}: {
  current: 'fees' | 'countries' | 'months'
  url: FilterUrl
}) {
  const url = { from, to, currency, company }
  return (
    <Tabs
      label="Finance"
      tabs={[
        { label: 'Fees by corridor', href: financeHref('/finance', url), current: current === 'fees' },
        { label: 'Payouts by country', href: financeHref('/finance/countries', url), current: current === 'countries' },
        { label: 'Months', href: '/finance/months', current: current === 'months' },
      ]}
    />
  )
}

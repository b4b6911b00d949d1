import { Tabs } from '@/components/tabs'

/** The pages of the finance desk. */
export function FinanceTabs({ current }: { current: 'fees' | 'countries' }) {
  return (
    <Tabs
      label="Finance"
      tabs={[
        { label: 'Fees by corridor', href: '/finance', current: current === 'fees' },
        { label: 'Payouts by country', href: '/finance/countries', current: current === 'countries' },
      ]}
    />
  )
}

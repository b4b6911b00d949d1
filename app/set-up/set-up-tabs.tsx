import { Tabs } from '@/components/tabs'

const PAGES = [
  ['overview', 'Ready to pay?', '/set-up'],
  ['companies', 'Companies', '/set-up/companies'],
  ['banks', 'Banks', '/set-up/banks'],
  ['people', 'People', '/set-up/people'],
  ['permissions', 'Who may do what', '/set-up/permissions'],
] as const

/** The pages of the set-up. */
export function SetUpTabs({ current }: { current: (typeof PAGES)[number][0] }) {
  return <Tabs label="Set-up" tabs={PAGES.map(([page, label, href]) => ({ label, href, current: page === current }))} />
}

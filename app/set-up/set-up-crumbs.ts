/** Where one is in the set-up. */
import type { Crumb } from '@/components/page-head'

const LABELS = { companies: 'Companies', banks: 'Banks', people: 'People' } as const
export type SetUpList = keyof typeof LABELS

/** To the set-up, and to the list in it. */
export const crumbsOf = (list: SetUpList): Crumb[] => [
  { label: 'Set-up', href: '/set-up' },
  { label: LABELS[list], href: `/set-up/${list}` },
]

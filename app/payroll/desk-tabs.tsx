import { countWords } from '@/components/money'
import { Tabs } from '@/components/tabs'
import { COUNTED_MAX, INBOXES, type Inbox } from '@/payroll/runs/list-runs'
import { inboxHref } from './inbox-url'
import { inboxWords } from './inbox-words'

type Props = {
  current: Inbox | 'findings' | 'bank-files'
  mayApprove: boolean
  counts: Record<Inbox, number>
  /** Open ones and those that wait for a confirmation; null for who may not see them. */
  findings: number | null
  /** Bank files by hand that wait for this person, where the page knows it. */
  files?: number
}

/** The pages of the payroll desk: its inboxes of runs, what the banks said that fits nothing, and the files that came. */
export function DeskTabs({ current, mayApprove, counts, findings, files }: Props) {
  const inboxes = INBOXES.filter((inbox) => mayApprove || inbox !== 'waiting').map((inbox) => ({
    label: inboxWords(inbox, mayApprove).label,
    href: inboxHref({ inbox }),
    count: counts[inbox] < COUNTED_MAX ? counts[inbox] : `${countWords(COUNTED_MAX)}+`,
    current: inbox === current,
  }))
  return (
    <Tabs
      label="Inboxes"
      tabs={[
        ...inboxes,
        ...(findings === null
          ? []
          : [{ label: 'Bank exceptions', href: '/payroll/findings', count: findings, current: current === 'findings' }]),
        { label: 'Bank files', href: '/payroll/bank-files', count: files || null, current: current === 'bank-files' },
      ]}
    />
  )
}

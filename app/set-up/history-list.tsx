import { NothingYet } from '@/components/empty'
import { Time } from '@/components/time'
import { Timeline } from '@/components/timeline'
import type { SetUpEntry } from '@/payroll/set-up/history'
import { changeTitle } from './change-words'

const ACTS: Readonly<Record<string, string>> = {
  'audit.company-added': 'Set up',
  'audit.company-details-changed': 'Name or address changed',
  'audit.company-closed': 'Closed',
  'audit.company-test-file-accepted': 'Bank accepted a test file',
  'audit.bank-profile-added': 'Set up',
  'audit.person-deactivated': 'Deactivated',
  'audit.person-signed-out': 'Signed out everywhere',
  'audit.person-accepted-invitation': 'Accepted the invitation',
  'audit.person-chose-another-password': 'Chose a new password by a link',
  'audit.person-linked-provider': 'Linked to an account of the company’s sign-in',
  'audit.person-unlinked-provider': 'No longer linked to the company’s sign-in',
  'audit.api-key-made': 'Made an API key',
  'audit.api-key-revoked': 'API key revoked',
  'audit.person-made-on-machine': 'Made on the machine itself',
  'audit.first-administrator-made': 'Became the first administrator',
}
const STEPS: Readonly<Record<string, string>> = {
  'audit.set-up-changed': '',
  'audit.set-up-proposed': 'Proposed: ',
  'audit.set-up-confirmed': 'Confirmed: ',
  'audit.set-up-refused': 'Refused: ',
  'audit.set-up-withdrawn': 'Withdrawn: ',
}

/** Everything that was done to it: by whom, when and why. */
export function HistoryList({ history, name }: { history: readonly SetUpEntry[]; name: string }) {
  if (history.length === 0) return <NothingYet title="Nothing has happened yet" />
  return (
    <Timeline
      label="History"
      items={history.map(({ act, at, by, reason, detail }, n) => ({
        key: `${at} ${n}`,
        what:
          (ACTS[act] && `${ACTS[act]}${act.startsWith('audit.api-key') && detail.name ? `: ${detail.name}` : ''}`) ??
          `${STEPS[act] ?? ''}${changeTitle({ change: detail, was: (detail.was as Record<string, unknown> | undefined) ?? null, subjectName: name })}`,
        note: (
          <>
            {by.name}
            {by.email && ` (${by.email})`} · <Time at={at} show="full" />
            {reason && <span className="block [overflow-wrap:anywhere]">“{reason}”</span>}
          </>
        ),
      }))}
    />
  )
}

import type { ReactNode } from 'react'
import { Details } from '@/components/details'
import { Seal } from '@/components/seal'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { Timeline, type TimelineItem } from '@/components/timeline'
import type { HistoryEntry } from '@/payroll/runs/history'
import type { RunDetail } from '@/payroll/runs/run'
import { eventWords } from './event-words'
import { SEAL_WORDS } from './seal-words'

/** The column beside a run: who did what, and what exactly is approved. */
export function WhoAndWhen({ run, history }: { run: RunDetail; history: readonly HistoryEntry[] }) {
  const waiting = WAITING[run.status]
  const items: TimelineItem[] = history.map((entry, index) => ({
    key: `${entry.type} ${entry.version} ${entry.at}`,
    what: eventWords(entry),
    note: (
      <>
        {entry.actor.email && <span className="block [overflow-wrap:anywhere]">{entry.actor.email}</span>}
        {entry.reason && <span className="block">“{entry.reason}”</span>}
        <Time at={entry.at} seconds /> · <Time at={entry.at} show="ago" />
      </>
    ),
    now: waiting === undefined && index === 0,
  }))
  return (
    <>
      <Section title="Who and when">
        <Timeline label="Who and when" items={waiting ? [{ key: 'now', now: true, ...waiting(run) }, ...items] : items} />
      </Section>
      <Section title="Seal">
        {run.seal === null ? (
          <p className="text-xs text-muted">PayLedger seals every line and total when the run is submitted.</p>
        ) : (
          <>
            <p className="mb-1 text-xs text-muted">{run.status === 'submitted' ? SEAL_WORDS : 'Exactly these lines were approved.'}</p>
            <Details>
              <Seal hex={run.seal} />
            </Details>
          </>
        )}
      </Section>
    </>
  )
}

const WAITING: Partial<Record<RunDetail['status'], (run: RunDetail) => { what: ReactNode; note: ReactNode }>> = {
  draft: () => ({ what: 'Not submitted yet', note: 'anyone who prepares runs can submit it' }),
  submitted: ({ preparedByName }) => ({ what: 'Waiting for approval', note: `by a coordinator other than ${preparedByName}` }),
  approved: ({ releaseAt }) => ({
    what: 'Waiting for its release time',
    note: releaseAt === null ? 'then PayLedger makes the payment files' : <Time at={releaseAt} seconds />,
  }),
  paying: ({ payouts, lines }) => {
    const open = (payouts.approved ?? 0) + (payouts.sent ?? 0) + (payouts.held ?? 0)
    return { what: 'Waiting for the bank', note: `${lines - open} of ${lines} payouts answered` }
  },
}

import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { Timeline } from '@/components/timeline'
import type { HistoryEntry } from '@/payroll/runs/history'
import { BankDays } from './booking'

const ACTS: Readonly<Record<string, string>> = {
  'payout.submitted': 'submitted it',
  'payout.withdrawn': 'withdrew it',
  'payout.pay-date-changed': 'changed its pay date',
  'audit.outcome-proposed': 'proposed an outcome',
  'audit.outcome-confirmed': 'confirmed the outcome',
  'payout.approved': 'approved it',
  'payout.settled': 'recorded the bank’s booking',
  'payout.failed': 'recorded the bank’s refusal',
  'payout.returned': 'recorded its return',
  'payout.held': 'held it',
  'payout.hold-released': 'released the hold',
  'payout.cancelled': 'cancelled it',
}

/** What the gateway records by itself: who did it is the bank. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  'payout.sent': 'Sent to the bank',
  'payout.settled': 'The bank booked it',
  'payout.failed': 'The bank refused it',
  'payout.returned': 'The money came back',
}

/** Every state of the payout: who, when, why, and whether the copies can know of it. */
export function PayoutHistory({ entries }: { entries: readonly HistoryEntry[] }) {
  return (
    <Section title="Who and when">
      <Timeline
        label="History of this payout, newest first"
        items={entries.map(({ type, version, at, actor, reason, published, state }, index) => ({
          key: `${type}${version}`,
          id: `${type}-${version}`,
          what: (actor.kind === 'process' && BY_ITSELF[type]) || `${actor.name} ${ACTS[type] ?? type}`,
          note: (
            <>
              {actor.email && <span className="block [overflow-wrap:anywhere]">{actor.email}</span>}
              {reason && <span className="block">“{reason}”</span>}
              <BankDays type={type} state={state} />
              <Time at={at} seconds />
              {!published && ' · not in search and finance yet'}
            </>
          ),
          now: index === 0,
        }))}
      />
    </Section>
  )
}

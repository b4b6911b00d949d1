/** A run's payouts, and what became of some of them afterwards: events as the ledger would write them. */
import type { PayoutStateV1 } from '@/events/payout-v1'
import { type JournalOptions, numbering, payrollEvents, type TestEvent } from './payroll-events'

type Event = { id: string; type: string; time: string; sequence: string; data: { payout: PayoutStateV1; changed: string[] } }
export type LaterChange = { line: number; at: string; state: Partial<PayoutStateV1> }

/** One run of `lines` payouts from submission to its end, and then each of the changes, in their order. */
export function eventsWith(lines: number, payout: NonNullable<JournalOptions['payout']>, later: readonly LaterChange[]): TestEvent[] {
  const told = [...payrollEvents({ runs: 1, payoutsPerRun: lines, payout })].map(({ key, value }) => ({
    key,
    event: JSON.parse(value.toString()) as Event,
  }))
  for (const { line, at, state } of later) {
    const { key, event } = told.findLast((each) => each.event.data.payout?.lineNumber === line) as (typeof told)[number]
    const version = event.data.payout.version + 1
    const next = { ...event.data.payout, statusSince: at, ...state, version }
    const id = `${event.id.slice(0, -4)}${String(line).padStart(2, '0')}${String(version).padStart(2, '0')}`
    told.push({
      key,
      event: {
        ...event,
        id,
        type: `payout.${next.status}`,
        time: at,
        sequence: String(version),
        data: { ...event.data, changed: Object.keys(state), payout: next },
      },
    })
  }
  const number = numbering()
  return told.map(({ key, event }) => number(key, event))
}

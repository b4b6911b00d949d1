/** A journal of payroll events for tests and benchmarks of the copies: valid, deterministic, and numbered as the relay numbers them. */
import { createHash } from 'node:crypto'
import { partitionOf } from '@/events/partition'
import { PAYOUT_V1, type PayoutStateV1, type PayoutStatus } from '@/events/payout-v1'
import { PAYROLL_RUN_V1 } from '@/events/payroll-run-v1'
import { PARTITIONS } from '@/events/topics'

export type TestEvent = { partition: number; offset: string; position: bigint; previous: bigint; key: string; value: Buffer }

export type JournalOptions = {
  runs: number
  payoutsPerRun: number
  /** Changes what one payout becomes: its amount and currency, how it ends. */
  payout?: (run: number, line: number) => Partial<Outcome>
}
type Booking = Pick<PayoutStateV1, 'bookedOn' | 'valueDate' | 'returnedOn' | 'settledOn' | 'cameBackOn' | 'charges' | 'accountAmount'>
type Outcome = Pick<PayoutStateV1, 'amountMinor' | 'currency' | 'feeMinor' | 'corridor' | 'beneficiaryCountry'> & {
  ends: PayoutStatus
  /** What the last event tells of the bank's booking; nothing, as old events do, unless it is given. */
  booking: Booking
}

const CORRIDORS = [
  ['ES', 'EUR', '14'],
  ['PL', 'PLN', '40'],
  ['GB', 'GBP', '160'],
  ['JP', 'JPY', '1200'],
  ['KW', 'KWD', '1500'],
  ['US', 'USD', '1000'],
] as const
const ACTOR = { kind: 'process', id: 'test', name: 'Test' } as const
const LIFE: readonly PayoutStatus[] = ['submitted', 'approved', 'sent']

/** The events of whole runs, each from submission to settlement, one month after the other from 2026-01 on. */
export function* payrollEvents({ runs, payoutsPerRun, payout = () => ({}) }: JournalOptions): Generator<TestEvent> {
  const number = numbering()
  for (let run = 1; run <= runs; run += 1) {
    const month = new Date(Date.UTC(2026, run - 1, 22, 9)).toISOString()
    const states = Array.from({ length: payoutsPerRun }, (_, index) => stateOf(run, index + 1, month, payout(run, index + 1)))
    for (const [step, status] of [...LIFE, 'end' as const].entries()) {
      for (const { state, ends, feeMinor, booking } of states) {
        const now = new Date(Date.parse(month) + step * 3_600_000).toISOString()
        Object.assign(
          state,
          changeTo(status === 'end' ? ends : status, now, feeMinor),
          { version: step + 1 },
          status === 'end' ? booking : {},
        )
        yield number(state.id, payoutEvent(state, now))
      }
      if (step === 0 || step === 3) yield number(uuidOf('run', run), runEvent(run, month, states, step === 0 ? 1 : 2))
    }
  }
}

function changeTo(status: PayoutStatus, now: string, feeMinor: string | null): Partial<PayoutStateV1> {
  const times = { approved: 'approvedAt', sent: 'sentAt', settled: 'settledAt', returned: 'settledAt', failed: 'failedAt' } as const
  const time = status in times ? times[status as keyof typeof times] : null
  return {
    status,
    statusSince: now,
    ...(time && { [time]: now }),
    ...(time === 'settledAt' && { feeMinor }),
    ...(status === 'failed' && { reasonCode: 'AC04' }),
  }
}

function stateOf(
  run: number,
  line: number,
  month: string,
  outcome: Partial<Outcome>,
): Pick<Outcome, 'ends' | 'feeMinor' | 'booking'> & { state: PayoutStateV1 } {
  const [country, currency, usualFee] = CORRIDORS[line % CORRIDORS.length] ?? CORRIDORS[0]
  const { ends = line % 19 === 0 ? 'failed' : 'settled', feeMinor = usualFee, booking = {}, ...changed } = outcome
  const state: PayoutStateV1 = {
    ...{ id: uuidOf('payout', run, line), runId: uuidOf('run', run), runReference: `TST-${month.slice(0, 7)}-${run}` },
    ...{
      companyId: uuidOf('company', run % 2),
      companyCode: run % 2 ? 'TSA' : 'TSB',
      companyName: `Test Employer ${run % 2}`,
      companyCountry: 'DE',
    },
    ...{ period: month.slice(0, 7), payDate: `${month.slice(0, 7)}-25`, lineNumber: line, employeeNumber: String(1000 + line) },
    ...{ beneficiaryName: 'Lucía "Lu" García \\ 田中', beneficiaryCountry: country, accountLast4: '1332', accountHash: 'ab'.repeat(32) },
    ...{ amountMinor: String(100_000 + ((run * 7919 + line * 104_729) % 400_000)), currency, rail: 'sepa', corridor: `DE-${country}` },
    ...{
      status: 'submitted',
      version: 1,
      attempt: 1,
      endToEndId: `TST-${run}-${line}`,
      bankReference: null,
      feeMinor: null,
      reasonCode: null,
    },
    ...{ submittedAt: month, approvedAt: null, sentAt: null, settledAt: null, failedAt: null, statusSince: month },
    ...changed,
  }
  return { state, ends, feeMinor, booking }
}

function payoutEvent(payout: PayoutStateV1, time: string): object {
  const { id, version, status } = payout
  const data = { payout, changed: ['status'], actor: ACTOR, reason: null }
  return { ...envelope(`payout.${status}`, id, version, time), dataschema: PAYOUT_V1, data }
}

function runEvent(run: number, time: string, states: readonly { state: PayoutStateV1 }[], version: number): object {
  const totals = new Map<string, { amount: bigint; payouts: number }>()
  for (const { state } of states) {
    const { amount, payouts } = totals.get(state.currency) ?? { amount: 0n, payouts: 0 }
    totals.set(state.currency, { amount: amount + BigInt(state.amountMinor), payouts: payouts + 1 })
  }
  const first = states[0]?.state
  const data = {
    run: {
      ...{ id: uuidOf('run', run), companyId: first?.companyId, companyCode: first?.companyCode, companyName: first?.companyName },
      ...{ period: first?.period, payDate: first?.payDate, reference: first?.runReference, seal: null, lines: states.length, version },
      status: version === 1 ? 'submitted' : 'settled',
      totals: [...totals].map(([currency, { amount, payouts }]) => ({ currency, amountMinor: amount.toString(), payouts })),
    },
    ...{ actor: ACTOR, reason: null },
  }
  const type = version === 1 ? 'payroll-run.submitted' : 'payroll-run.settled'
  return { ...envelope(type, uuidOf('run', run), version, time), dataschema: PAYROLL_RUN_V1, data }
}

const envelope = (type: string, subject: string, version: number, time: string) => ({
  ...{ specversion: '1.0', id: uuidOf('event', subject, version), source: 'urn:payledger:payroll' },
  ...{ type, time, subject, sequence: String(version) },
})

/** The UUID, of version 7, of whatever is named so. */
function uuidOf(...named: (string | number)[]): string {
  const hex = createHash('sha1').update(named.join('/')).digest('hex')
  return `01a20000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`
}

/** Gives each event its position, its partition, and the position before it there. */
export function numbering(): (key: string, event: object | Buffer) => TestEvent {
  let position = 0n
  const last = new Array<bigint>(PARTITIONS).fill(0n)
  const offsets = new Array<bigint>(PARTITIONS).fill(0n)
  return (key, event) => {
    const partition = partitionOf(key)
    position += 1n
    const value = Buffer.isBuffer(event) ? event : Buffer.from(JSON.stringify(event))
    const numbered = { partition, key, value, position, previous: last[partition] ?? 0n, offset: String(offsets[partition] ?? 0n) }
    last[partition] = position
    offsets[partition] = (offsets[partition] ?? 0n) + 1n
    return numbered
  }
}

/** One event for each state, as if it had just been submitted. */
export function* eventsOfStates(states: readonly PayoutStateV1[]): Generator<TestEvent> {
  const number = numbering()
  for (const state of states) yield number(state.id, { ...payoutEvent(state, state.submittedAt), type: 'payout.submitted' })
}

/** Whatever order a bank's files come in, however often, and however it splits them: the ledger ends in the same state. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BankReport, BookingReport, Entry } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, documentOf, named, type Sent, status } from '@/stack/test-runner/bank-says'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from './apply'

const RUNS = 30
const PEOPLE = 4
let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

/** One thing the bank may say, by the number of the person it is about; the same recipe makes the same words for every run. */
type Said =
  | { what: 'booked' | 'booked elsewhere' | 'returned' | 'wrong amount' | 'unknown'; who: number }
  | { what: 'rejected'; who: number; reason: string }
  | { what: 'batch'; who: readonly number[] }
  | { what: 'block rejected' }

const who = fc.integer({ min: 0, max: PEOPLE - 1 })
const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('booked', 'booked elsewhere', 'returned', 'wrong amount', 'unknown'), who }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('rejected' as const), who, reason: fc.constantFrom('AC01', 'AC04') }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('batch' as const), who: fc.subarray([0, 1, 2, 3], { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ what: 'block rejected' as const }) },
)

type Run = { id: string; messageId: string; blockId: string; sent: Sent[] }

function reportOf(each: Said, run: Run, messageId: string): BankReport {
  const of = (person: number): Sent => run.sent[person] as Sent
  const entry = (made: Entry): BookingReport => booked([made], 'camt.054', messageId)
  switch (each.what) {
    case 'booked':
      return entry(debit(`${run.id} b${each.who}`, [of(each.who)]))
    case 'booked elsewhere':
      return entry(
        debit(`${run.id} e${each.who}`, [of(each.who)], {
          bookingDate: '2026-11-26',
          bankReference: 'OTHER',
          transactions: [named(of(each.who), { charges: [{ amountMinor: 7n, currency: 'EUR' }] })],
        }),
      )
    case 'returned':
      return entry(comesBack(`${run.id} r${each.who}`, of(each.who), 'AC04'))
    case 'wrong amount':
      return entry(debit(`${run.id} w${each.who}`, [{ ...of(each.who), amountMinor: 1n }]))
    case 'unknown':
      return entry(debit(`${run.id} u${each.who}`, [{ ...of(each.who), endToEndId: `${run.id.slice(0, 20)} ${each.who}` }]))
    case 'batch':
      return entry(batch(`${run.id} g${each.who.join('')}`, run.blockId, each.who.map(of)))
    case 'rejected':
      return { ...status(run.messageId, [{ endToEndId: of(each.who).endToEndId, status: 'RJCT', reason: each.reason }]), messageId }
    case 'block rejected':
      return {
        ...status(run.messageId, []),
        messageId,
        blocks: [{ paymentInformationId: run.blockId, status: 'RJCT', reasons: [], transactions: [] }],
      }
  }
}

let period = 0
let serial = 0

/** The same four people paid the same amounts, in a run of their own. */
async function newRun(): Promise<Run> {
  period += 1
  const month = `${2001 + Math.floor(period / 12)}-${String((period % 12) + 1).padStart(2, '0')}`
  const rows = Array.from({ length: PEOPLE }, (_, n) => `${n},Person ${period} ${n},DE,DE89370400440532013000,,EUR,${100 + 2 ** n}.00`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'), month)
  const sent = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { id: run.id, messageId: run.messages[0] ?? '', blockId: sent[0]?.blockId ?? '', sent }
}

async function apply(reports: readonly BankReport[]): Promise<void> {
  const documents = reports.map(documentOf)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'f.xml', sha256: documents[0]?.sha256 ?? '' }, documents))
}

/** Everything a person sees of the run: payments, the run itself, and what is open to be looked at. */
async function stateOf(run: Run): Promise<unknown> {
  const payments = await test.ledger.$queryRaw`
    SELECT p.status, i.status AS instruction, i.bank_reference, i.fee_minor::text, i.reason_code, p.settled_at IS NULL AS unsettled, p.failed_at IS NULL AS unfailed
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  const [head] = await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payroll_run WHERE id = ${run.id}::uuid`
  const findings = await test.ledger.$queryRaw<{ reference: string; problem: string }[]>`
    SELECT replace(f.reference, ${run.id}, '') AS reference, f.problem FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key
    WHERE f.state <> 'resolved' AND (f.run_id = ${run.id}::uuid OR c.booking LIKE ${`%${run.id}%`})`
  const own = (text: string) =>
    text
      .replace(run.messageId, 'FILE')
      .replace(run.messageId.replace(/-F\w{4}$/, ''), 'RUN')
      .replace(run.id.slice(0, 20), 'ID')
  const open = findings.map(({ reference, problem }) => `${own(reference)}: ${problem}`).sort()
  const references = (payments as { bank_reference: string | null }[]).map((each) => ({
    ...each,
    bank_reference: each.bank_reference?.replace(run.id, ''),
  }))
  return { payments: references, run: head?.status, open }
}

const HOW = ['one by one', 'one file', 'entries together'] as const

/** What neighbouring notifications say, in one of them. */
function together(reports: readonly BankReport[]): BankReport[] {
  const all: BankReport[] = []
  for (const report of reports) {
    const before = all.at(-1)
    if (before && before.kind !== 'pain.002' && report.kind !== 'pain.002')
      all[all.length - 1] = { ...before, entries: [...before.entries, ...report.entries] }
    else all.push(report)
  }
  return all
}

it('ends in the same state', { timeout: 300_000 }, async () => {
  const orders = fc
    .array(said, { minLength: 1, maxLength: 8 })
    .chain((all) => fc.record({ all: fc.constant(all), again: fc.subarray(all), how: fc.constantFrom(...HOW) }))
    .chain(({ all, again, how }) => {
      const every = [...all, ...again]
      const other = fc.shuffledSubarray(every, { minLength: every.length })
      return fc.record({ all: fc.constant(all), other, how: fc.constant(how) })
    })
  await fc.assert(
    fc.asyncProperty(orders, async ({ all, other, how }) => {
      const [first, second] = [await newRun(), await newRun()]
      const message = () => `M${++serial}`
      for (const each of all) await apply([reportOf(each, first, message())])
      const shuffled = other.map((each) => reportOf(each, second, message()))
      if (how === 'one file') await apply(shuffled)
      else for (const report of how === 'entries together' ? together(shuffled) : shuffled) await apply([report])
      expect(await stateOf(second)).toEqual(await stateOf(first))
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

/** What a bank says of a block of many, in any order, as one file or many, ends in the same state: settled in one order and sent in another is two truths. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BankReport } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from './apply'

const RUNS = 6
let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

/** Amounts that collide, and a block of which some are rejected, by several messages, and a batch that leaves some of those out. */
const story = fc.integer({ min: 20, max: 60 }).chain((people) =>
  fc.record({
    amounts: fc.array(fc.constantFrom(2_000, 2_019, 2_500, 3_100.01, 47.15), { minLength: people, maxLength: people }),
    rejected: fc.array(fc.nat(3), { minLength: people, maxLength: people }),
    leftOut: fc.array(fc.boolean(), { minLength: people, maxLength: people }),
    byName: fc.array(fc.nat(9), { minLength: people, maxLength: people }),
    order: fc.infiniteStream(fc.nat()),
    together: fc.boolean(),
  }),
)

type Run = { id: string; messageId: string; blockId: string; sent: Sent[] }
let period = 0

async function newRun(amounts: readonly number[]): Promise<Run> {
  period += 1
  const month = `${2001 + Math.floor(period / 12)}-${String((period % 12) + 1).padStart(2, '0')}`
  const rows = amounts.map((amount, n) => `${n},Person ${n},DE,DE89370400440532013000,,EUR,${amount.toFixed(2)}`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'), month)
  const sent = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { id: run.id, messageId: run.messages[0] ?? '', blockId: sent[0]?.blockId ?? '', sent }
}

type Story = { rejected: readonly number[]; leftOut: readonly boolean[]; byName: readonly number[] }

function reportsOf({ rejected, leftOut, byName }: Story, run: Run): BankReport[] {
  const { sent } = run
  const isOut = (n: number) => rejected[n] !== 0 && leftOut[n] === true
  const reports: BankReport[] = [1, 2, 3].flatMap((message) => {
    const named = sent.filter((_, n) => rejected[n] === message)
    const answers = named.map(({ endToEndId }) => ({ endToEndId, status: 'RJCT', reason: 'AC04' }))
    return answers.length > 0 ? [status(run.messageId, answers)] : []
  })
  const inside = sent.filter((_, n) => !isOut(n))
  if (inside.length > 0) reports.push(booked([batch(`${run.id} g`, run.blockId, inside)]))
  sent.forEach((each, n) => {
    if (byName[n] === 0) reports.push(booked([debit(`${run.id} n${n}`, [each])], 'camt.053'))
    if (byName[n] === 1 && !isOut(n)) reports.push(booked([comesBack(`${run.id} r${n}`, each, 'AC04')]))
  })
  return reports
}

async function apply(reports: readonly BankReport[]): Promise<void> {
  const documents = reports.map(documentOf)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'f.xml', sha256: documents[0]?.sha256 ?? '' }, documents))
}

async function stateOf(run: Run): Promise<unknown> {
  const payments = await test.ledger.$queryRaw<{ status: string; instruction: string }[]>`
    SELECT p.status, i.status AS instruction, i.reason_code FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id
    WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  const [head] = await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payroll_run WHERE id = ${run.id}::uuid`
  const open = await test.ledger.$queryRaw<{ problem: string; line: string }[]>`
    SELECT f.problem, right(f.reference, 5) AS line FROM bank_finding f WHERE f.state <> 'resolved' AND f.run_id = ${run.id}::uuid ORDER BY 1, 2`
  return { payments, run: head?.status, open: open.map(({ problem }) => problem) }
}

it('ends in the same state for 20 to 60 people', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ amounts, order, together, ...said }) => {
      const [first, second] = [await newRun(amounts), await newRun(amounts)]
      for (const report of reportsOf(said, first)) await apply([report])
      const shuffled = reportsOf(said, second)
        .map((report) => ({ report, at: order.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ report }) => report)
      if (together) await apply(shuffled)
      else for (const report of shuffled) await apply([report])
      expect(await stateOf(second)).toEqual(await stateOf(first))
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

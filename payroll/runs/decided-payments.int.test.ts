/** Who of a stopped payment was decided about: paying them again asks, unless it is just what was decided. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { documentOf, status } from '@/stack/test-runner/bank-says'
import {
  ACCOUNT_HASH_KEY,
  AGAIN,
  APPROVER,
  callOf,
  done,
  gatewayCall,
  PAY_DATE,
  PREPARER,
  refused,
  sentRun,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { approveRun } from './approve-run'
import { createDraft } from './create-draft'
import type { Outcome } from './decide-outcome'
import { type Acceptance, repetitionSentences } from './repetition'
import { readRun } from './run'
import { confirmOutcome, proposeOutcome } from './settle-outcome'
import { submitRun } from './submit-run'

let test: TestLedger
let people = 0
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: APPROVER.id, companies: null }
const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
/** A person of their own for each test. */
const csvOf = (number: number, account = sampleAccount('DE', randomOf(`decided ${number}`), '88888').account) =>
  `${HEADER}\n${number},Lucía García ${number},DE,${account},,EUR,1500.00\n`

async function failed(number: number) {
  const run = await sentRun(test, csvOf(number))
  const [sent] = await test.ledger.$queryRaw<{ id: string; endToEndId: string; reference: string }[]>`
    SELECT p.id, i.end_to_end_id AS "endToEndId", r.reference FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id
    JOIN payroll_run r ON r.id = p.run_id WHERE p.run_id = ${run.id}::uuid`
  if (!sent) throw new Error('nothing was sent')
  const document = documentOf(status(run.messages[0] ?? '', [{ endToEndId: sent.endToEndId, status: 'RJCT', reason: 'AC04' }]))
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
  return { ...sent, number }
}
async function propose(payoutId: string, outcome: Outcome) {
  const { version } = await test.ledger.payout.findUniqueOrThrow({ where: { id: payoutId } })
  return done(await proposeOutcome(test.ledger, callOf(PREPARER), payoutId, version, { outcome, reason: 'asked the employer' })).version
}
const decide = async (payoutId: string, outcome: Outcome) =>
  done(await confirmOutcome(test.ledger, callOf(APPROVER), payoutId, await propose(payoutId, outcome), 'saw it myself'))

async function draft(csv: string, acceptance?: Acceptance) {
  const read = await readPayrollBytes(Buffer.from(csv))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const file = {
    companyId: test.companyId,
    period: '2026-11',
    payDate: PAY_DATE,
    sourceName: 'pay.csv',
    sourceHash: String(people).padStart(64, '0'),
  }
  return createDraft(test.ledger, callOf(PREPARER), { ...file, lines: read.lines, acceptance }, ACCOUNT_HASH_KEY)
}
const asked = async (csv: string): Promise<string> => {
  const { result } = await draft(csv)
  if (result.ok || result.rejection.code !== 'repeated') throw new Error(`not asked: ${JSON.stringify(result)}`)
  return repetitionSentences(result.rejection.repetition).join(' ')
}
const shown = async (runId: string) => {
  const repetition = (await readRun(test.ledger, VIEWER, runId))?.repetition
  return repetition ? repetitionSentences(repetition).join(' ') : null
}

describe('paying somebody whose payment failed', () => {
  it.each([
    ['paid-otherwise', 'paid another way'],
    ['not-owed', 'no longer owed'],
  ] as const)('asks at every step when it was decided as %s', async (outcome, words) => {
    const first = await failed(++people)
    const before = done(await draft(csvOf(first.number)))
    await decide(first.id, outcome)
    const sentence = `1 of 1 person was marked as ${words} for November 2026 (${first.reference}).`
    expect(await shown(before.id)).toBe(sentence)
    expect(refused(await submitRun(test.ledger, callOf(PREPARER), before.id, 1))).toBe('repeated')
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), before.id, 1, AGAIN))
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), before.id, 2, seal ?? ''))).toBe('repeated')
    done(await approveRun(test.ledger, callOf(APPROVER), before.id, 2, seal ?? '', AGAIN))
    const other = await failed(++people)
    await decide(other.id, outcome)
    expect(await asked(csvOf(other.number))).toBe(sentence.replace(first.reference, other.reference))
    // The account is another one: that is why it failed.
    expect(await asked(csvOf(other.number, 'DE89370400440532013000'))).toContain(`marked as ${words}`)
  })

  it('asks as soon as one person says that it was paid another way', async () => {
    const first = await failed(++people)
    await propose(first.id, 'paid-otherwise')
    expect(await asked(csvOf(first.number))).toContain('was marked as paid another way')
  })

  it('asks nothing once it is to be paid again, and asks when it was paid again', async () => {
    const first = await failed(++people)
    await decide(first.id, 'pay-again')
    const second = done(await draft(csvOf(first.number)))
    expect(await shown(second.id)).toBeNull()
    expect(await asked(csvOf(first.number))).toMatch(/^1 of 1 person is also in \S+, a draft/)
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), second.id, 1))
    done(await approveRun(test.ledger, callOf(APPROVER), second.id, 2, seal ?? ''))
    expect(await asked(csvOf(first.number))).toMatch(/^1 of 1 person already has a payout/)
  })

  it('takes no reason while nothing is decided, and says that it is open', async () => {
    const first = await failed(++people)
    const open = `The payment of 1 of 1 person for November 2026 failed or came back, and it has no outcome yet (${first.reference}).`
    const second = done(await draft(csvOf(first.number)))
    expect(await shown(second.id)).toBe(open)
    await propose(first.id, 'pay-again')
    expect(await shown(second.id)).toBe(open)
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), second.id, 1))
    done(await approveRun(test.ledger, callOf(APPROVER), second.id, 2, seal ?? ''))
    // It was paid again by that: what is said now is that.
    expect(await asked(csvOf(first.number))).toMatch(/^1 of 1 person already has a payout .*account\)\.( It is the same file as .*)?$/)
  })
})

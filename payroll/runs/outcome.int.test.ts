/** A payment that failed or came back needs attention until two people have said what becomes of it, and again when it moves. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BankReport } from '@/iso20022/report-types'
import { booked, comesBack, debit, documentOf, status } from '@/stack/test-runner/bank-says'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { readHistory } from './history'
import { listRuns } from './list-runs'
import { readOutcome } from './payout-outcome'
import { readRun } from './run'
import { confirmOutcome, proposeOutcome } from './settle-outcome'

const VIEWER = { userId: 'approver', companies: null }
const OTHER = { kind: 'user', id: 'other', name: 'Test Other' } as const
let test: TestLedger
let owner: Client
beforeAll(async () => {
  test = await testLedger()
  owner = new Client({ connectionString: test.database.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const AGAIN = { outcome: 'pay-again', reason: 'she has a new account' } as const
const propose = (id: string, version: number, by: typeof PREPARER = PREPARER) => proposeOutcome(test.ledger, callOf(by), id, version, AGAIN)
const confirm = (id: string, version: number, by: typeof PREPARER = APPROVER) =>
  confirmOutcome(test.ledger, callOf(by), id, version, 'asked her myself')
const needsAttention = async (runId: string) =>
  (await listRuns(test.ledger, VIEWER, { inbox: 'attention', find: null, sort: 'newest', cursor: null }, TEST_NOW)).rows.some(
    ({ id }) => id === runId,
  )

async function says(report: BankReport): Promise<void> {
  const document = documentOf(report)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
}

/** A run whose first payment the bank refuses and whose others it books. */
async function failedRun() {
  const run = await sentRun(test)
  const sent = await test.ledger.$queryRaw<{ id: string; endToEndId: string; amountMinor: bigint; currency: string }[]>`
    SELECT p.id, i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid AND p.currency = 'EUR' ORDER BY p.line_number`
  const [failed, settled] = sent as [(typeof sent)[number], (typeof sent)[number]]
  await says(status(run.messages[0] ?? '', [{ endToEndId: failed.endToEndId, status: 'RJCT', reason: 'AC04' }]))
  const [row] = await test.ledger.payout.findMany({ where: { id: failed.id } })
  expect(row?.status).toBe('failed')
  return { runId: run.id, failed, settled, version: row?.version ?? 0 }
}

it('is proposed by one and confirmed by another, and then the run needs no attention', async () => {
  const { runId, failed, version } = await failedRun()
  expect(await needsAttention(runId)).toBe(true)
  expect(refused(await confirm(failed.id, 1))).toBe('wrong-state')
  expect(done(await propose(failed.id, version))).toMatchObject({ state: 'proposed', version: 1 })
  expect(await needsAttention(runId)).toBe(true)
  expect(refused(await confirm(failed.id, 1, PREPARER))).toBe('four-eyes')
  expect(done(await confirm(failed.id, 1))).toMatchObject({ state: 'confirmed', outcome: 'pay-again' })
  expect(await needsAttention(runId)).toBe(false)
  expect(await readRun(test.ledger, VIEWER, runId)).toMatchObject({ withoutOutcome: 0, payouts: { failed: 1 } })
  expect(refused(await confirm(failed.id, 2, OTHER))).toBe('wrong-state')
  expect(await readOutcome(test.ledger, VIEWER, failed.id)).toMatchObject({ reason: AGAIN.reason, confirmReason: 'asked her myself' })
  expect(await readOutcome(test.ledger, { ...VIEWER, companies: [] }, failed.id)).toBeNull()
  const acts = (await readHistory(test.ledger, failed.id)).slice(0, 2).map(({ type, actor }) => [type, actor.name])
  expect(acts).toEqual([
    ['audit.outcome-confirmed', APPROVER.name],
    ['audit.outcome-proposed', PREPARER.name],
  ])
})

it('another proposal takes the place of the first, which cannot be confirmed any more', async () => {
  const { runId, failed, version } = await failedRun()
  done(await propose(failed.id, version))
  done(await proposeOutcome(test.ledger, callOf(APPROVER), failed.id, version, { outcome: 'not-owed', reason: 'she has left' }))
  expect(refused(await confirm(failed.id, 1, OTHER))).toBe('version-behind')
  expect(refused(await confirm(failed.id, 2, APPROVER))).toBe('four-eyes')
  expect(done(await confirm(failed.id, 2, PREPARER))).toMatchObject({ outcome: 'not-owed' })
  done(await propose(failed.id, version))
  expect(await needsAttention(runId)).toBe(true)
})

it('one that is booked after all and comes back needs a new outcome', async () => {
  const { runId, failed, version } = await failedRun()
  done(await propose(failed.id, version))
  done(await confirm(failed.id, 1))
  await says(booked([debit('LATE', [failed])]))
  expect(refused(await propose(failed.id, version + 1))).toBe('wrong-state')
  await says(booked([comesBack('BACK', failed, 'AC04')]))
  expect(await readOutcome(test.ledger, VIEWER, failed.id)).toBeNull()
  expect(await needsAttention(runId)).toBe(true)
  expect(refused(await confirm(failed.id, 2, OTHER))).toBe('wrong-state')
})

it('is said of nothing that was paid, by nobody of another company, and of what was seen', async () => {
  const { failed, settled, version } = await failedRun()
  expect(refused(await propose(settled.id, 3))).toBe('wrong-state')
  const stranger = { ...callOf(OTHER), companies: ['01920000-0000-7000-8000-000000000000'] }
  expect(refused(await proposeOutcome(test.ledger, stranger, failed.id, version, AGAIN))).toBe('not-found')
  expect(refused(await propose(failed.id, version - 1))).toBe('version-behind')
})

it('the database lets nobody confirm their own, nor another than was proposed', async () => {
  const { failed, version } = await failedRun()
  done(await propose(failed.id, version))
  const change = (what: string) =>
    owner.query(
      `UPDATE payout_outcome SET version = 2, confirmed_at = now(), confirm_reason = 'x', ${what} WHERE payout_id = '${failed.id}'`,
    )
  await expect(change(`confirmed_by = 'preparer'`)).rejects.toMatchObject({ code: '23514' })
  await expect(change(`confirmed_by = 'approver', outcome = 'not-owed'`)).rejects.toMatchObject({ code: '23514' })
  await expect(owner.query(`DELETE FROM payout_outcome`)).rejects.toMatchObject({ code: '23514' })
})

it('two who confirm at once: one does', async () => {
  const { failed, version } = await failedRun()
  done(await propose(failed.id, version))
  const both = await Promise.all([confirm(failed.id, 1, APPROVER), confirm(failed.id, 1, OTHER)])
  expect(both.filter(({ result }) => result.ok)).toHaveLength(1)
})

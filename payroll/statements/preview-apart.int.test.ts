/** A look at a large bank file goes on for minutes: nobody waits for it, and it writes nothing. */
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { booked, debit, documentOf, type Sent } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, sentRun, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { approveRun } from '../runs/approve-run'
import { isRejection } from '../transaction/rejections'
import { applyBankFile } from './apply'
import { previewBankFile } from './by-hand'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const csv = (name: string, amount: string) => `${HEADER}\n1,${name},DE,DE89370400440532013000,,EUR,${amount}\n`
const UPLOADER = { kind: 'user' as const, id: 'uploader', name: 'Ursula Uploader' }

let test: TestLedger
let other: Client
beforeAll(async () => {
  test = await testLedger()
  other = new Client({ connectionString: test.database.url })
  await other.connect()
})
afterAll(async () => {
  await other?.end()
  await test?.close()
})

/** The processes that wait for a lock, once there is one. */
async function waiting(): Promise<number> {
  for (;;) {
    const { rows } = await other.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (rows[0]) return rows[0].pid
    await pause(20)
  }
}

it('keeps nobody waiting while it goes on, and says what the file would do', { timeout: 120_000 }, async () => {
  const run = await sentRun(test, csv('Jürgen Groß', '100.00'))
  const [sent] = await test.ledger.$queryRaw<Sent[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid`
  const documents = [documentOf(booked([debit('looked-at', [sent as Sent])]))]
  const file = { fileName: 'by-mail.xml', sha256: documents[0]?.sha256 ?? '' }
  const next = await submittedRun(test, csv('Somebody Else', '70.00'), '2026-12')

  // The look copies this table last, and no approval reads it; here it stops until we are done.
  await other.query('BEGIN; LOCK TABLE bank_finding IN ACCESS EXCLUSIVE MODE')
  const looking = previewBankFile(test.ledger, callOf(UPLOADER), file, documents)
  const pid = await waiting()
  // Tables that are only its own: nobody else sees them, so they have no name here.
  const { rows: written } = await other.query(
    `SELECT FROM pg_locks l WHERE l.pid = $1 AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
       AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = l.relation)`,
    [pid],
  )
  expect(written.length).toBeGreaterThan(0)
  const { rows: held } = await other.query(
    `SELECT l.locktype, l.mode, l.relation::regclass::text AS relation FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
     WHERE l.pid = $1 AND (l.locktype = 'advisory' OR l.locktype = 'tuple'
       OR (l.locktype = 'relation' AND c.relnamespace = 'public'::regnamespace AND l.mode <> 'AccessShareLock'))
       AND NOT (l.relation = 'bank_finding'::regclass)`,
    [pid],
  )
  expect(held).toEqual([])
  await other.query('SELECT FROM payroll_run WHERE id = $1 FOR UPDATE NOWAIT', [run.id])
  expect(done(await approveRun(test.ledger, callOf(APPROVER), next.id, 2, next.seal))).toMatchObject({ status: 'approved' })
  await other.query('COMMIT')

  const seen = await looking
  if (isRejection(seen)) throw new Error(seen.code)
  const { changes, messages } = seen
  expect(changes).toMatchObject([{ was: 'sent', becomes: 'settled' }])
  expect(messages).toMatchObject([{ outcome: 'applied', settled: 1 }])
  // Nothing of it is there: the gateway's own word of the same bytes is the first.
  expect(done(await applyBankFile(test.ledger, gatewayCall(), file, documents)).messages).toMatchObject([
    { outcome: 'applied', settled: 1 },
  ])
})

/** What a restored ledger makes of files that went to the bank after its backup; the whole of it is rehearsed in cli/restore.int.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  APPROVER,
  approvedRun,
  callOf,
  done,
  gatewayCall,
  PREPARER,
  submittedRun,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { openLedger } from '../transaction/open-ledger'
import { adoptLedger, type LostFile } from './adopt-ledger'
import { filesNotHandedOver } from './known-history'
import { planRelease } from './plan-release'
import { affirmTransmission } from './record-transmission'
import { listUnaccounted } from './unaccounted-files'

let test: TestLedger
let owner: ReturnType<typeof openLedger>
beforeAll(async () => {
  test = await testLedger()
  owner = openLedger(test.database.url, 2)
})
afterAll(async () => {
  await owner.$disconnect()
  await test.close()
})

const file = (fileName: string, endToEndIds: readonly string[] = []): LostFile => ({
  ...{ fileName, sha256: 'a'.repeat(64), handedOverAt: new Date('2026-11-23T03:00:00Z'), account: 'DE02120300000000202051' },
  payments: endToEndIds.map((endToEndId) => ({ endToEndId, blockId: 'B' })),
})
const adopted = async (files: readonly LostFile[], areAll = true) =>
  done(await adoptLedger(owner, callOf(PREPARER), { files, areAll }, 'The disk is broken'))

it('a file that was planned and not handed over is in doubt, once, and the bank’s word settles it', async () => {
  const run = await approvedRun(test)
  const { messages } = done(await planRelease(test.ledger, gatewayCall(), run.id))
  const name = `${messages[0]}.xml`
  const [first, second] = await Promise.all([adopted([file(name)]), adopted([file(name)])])
  expect([...first.inDoubt, ...second.inDoubt]).toEqual([name])
  expect([first.era, second.era].sort()).toEqual([2, 3])
  expect(await filesNotHandedOver(test.ledger, [name])).toEqual([])
  const [message] = (await test.ledger.$queryRaw`SELECT id, status FROM bank_message`) as [{ id: string; status: string }]
  expect(message.status).toBe('in-doubt')
  done(await affirmTransmission(test.ledger, callOf(APPROVER), message.id, 'The bank confirms it'))
})

it('one that cannot be read, of an account that nobody knows, keeps everybody’s payments back', async () => {
  const { unaccounted, held } = await adopted([{ ...file('XXX-2026-11-01-AAAA-FBBBB.xml'), account: 'nobody’s' }])
  expect({ unaccounted, held }).toEqual({ unaccounted: ['XXX-2026-11-01-AAAA-FBBBB.xml'], held: 0 })
  expect(await listUnaccounted(test.ledger)).toMatchObject([{ company: null, payments: 0, accountedAt: null }])
})

it('one with another payment than those of its run is not written in, and its run is held', async () => {
  const { id } = await submittedRun(test, undefined, '2027-01')
  const [{ reference }] = (await test.ledger.$queryRaw`SELECT reference FROM payroll_run WHERE id = ${id}::uuid`) as [{ reference: string }]
  const { inDoubt, unaccounted, held } = await adopted([file(`${reference}-FBBBB.xml`, [`${reference}-00002`, `${reference}-00009`])])
  expect({ inDoubt, unaccounted, held }).toEqual({ inDoubt: [], unaccounted: [`${reference}-FBBBB.xml`], held: 3 })
})

it('where the folders are lost as well, what was planned is in doubt and the rest is held', async () => {
  const planned = await approvedRun(test, undefined, '2027-02')
  const { messages } = done(await planRelease(test.ledger, gatewayCall(), planned.id))
  await approvedRun(test, undefined, '2027-03')
  const { inDoubt, held } = await adopted([], false)
  expect({ inDoubt, held }).toEqual({ inDoubt: messages.map((message) => `${message}.xml`), held: 3 })
})

it('repairs that were under way are given up, with the reason, and can be asked for again', async () => {
  await test.ledger.$executeRaw`
    INSERT INTO repair (id, kind, state, reason, asked_by, asked_at) VALUES
      (gen_random_uuid(), 'rebuild-search', 'filling', 'in the history that is lost', 'somebody', clock_timestamp()),
      (gen_random_uuid(), 'rebuild-finance', 'asked', 'in the history that is lost', 'somebody', clock_timestamp())`
  await adopted([])
  const repairs = await test.ledger.$queryRaw`SELECT state, cancelled_by, outcome FROM repair ORDER BY kind`
  const given = {
    state: 'cancelled',
    cancelled_by: PREPARER.id,
    outcome: expect.stringContaining('The database was restored and adopted meanwhile.'),
  }
  expect(repairs).toEqual([given, given])
  const [journalled] = await test.ledger.$queryRaw<{ acts: number }[]>`
    SELECT count(*)::int AS acts FROM outbox WHERE type = 'audit.repair-cancelled'`
  expect(journalled?.acts).toBe(2)
})

/** What keeps a file from the bank, and that nothing of it needs a person once the cause is gone. */

import { readdirSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission } from '@/payroll/transmissions/record-transmission'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, CSV, deniedByTwo, done, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { gatewayCall } from './call'
import { archive, type Folders, openFolders, putForBank, stageForBank } from './folders'
import { transmitDue } from './transmit'

const VIEWER = { userId: 'approver', companies: null }
let test: TestLedger
let folders: Folders

beforeAll(async () => {
  test = await testLedger()
  folders = await openFolders(testEnv(test.database).BANK_DIR ?? '')
})
afterAll(() => test.close())

let files = 0
const approved = (period: string) => approvedRun(test, CSV.replace('2300.00', `${2300 + ++files}.00`), period)
const outOf = async (runId: string) => (await listBankMessages(test.ledger, VIEWER, runId)).find(({ direction }) => direction === 'out')

it('a folder of the bank that is gone is waited for: nothing is announced, so nobody is asked', { timeout: 480_000 }, async () => {
  const { id } = await approved('2026-01')
  renameSync(folders.outbox, `${folders.outbox}-gone`)
  await expect(transmitDue(test.ledger, folders, () => TEST_NOW)).rejects.toThrow('ENOENT')
  expect((await outOf(id))?.status).toBe('prepared')
  renameSync(`${folders.outbox}-gone`, folders.outbox)
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(1)
  expect(readdirSync(folders.outbox)).toContain((await outOf(id))?.fileName)
})

it('two gateways at once hand every file over once, and leave nothing beside it', { timeout: 480_000 }, async () => {
  const ids = await Promise.all(['2026-02', '2026-03', '2026-04'].map(async (period) => (await approved(period)).id))
  const twice = await Promise.all([transmitDue(test.ledger, folders, () => TEST_NOW), transmitDue(test.ledger, folders, () => TEST_NOW)])
  expect(twice[0] + twice[1]).toBeGreaterThanOrEqual(ids.length)
  for (const id of ids) expect((await outOf(id))?.status).toBe('handed-over')
  expect(readdirSync(folders.outbox).filter((name) => name.startsWith('.'))).toEqual([])
})

it('a file that cannot be made says why on its run and in operations, keeps no other back, and goes out once the cause is gone', {
  timeout: 480_000,
}, async () => {
  const profile = (bic: string) =>
    // Whatever way it came about: the rules are off.
    asOwner(
      `SET session_replication_role = replica; UPDATE debtor_account SET bic = '${bic}'; UPDATE bank_profile SET pain_version = 'pain.001.001.03'`,
    )
  await profile('1YLADEM1001')
  const { id } = await approved('2026-05')
  await expect(transmitDue(test.ledger, folders, () => TEST_NOW)).rejects.toThrow(/TST-2026-05.*cannot be made.*1YLADEM1001/)
  expect(await outOf(id)).toMatchObject({ status: 'prepared', sha256: null })
  expect((await outOf(id))?.note).toMatch(/cannot carry the BIC 1YLADEM1001.*by itself/)
  await profile('BYLADEM1001')
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(1)
  expect(await outOf(id)).toMatchObject({ status: 'handed-over', note: null })
})

it('a gateway that was frozen before its link and wakes up after the answer no cannot hand the file over a second time', {
  timeout: 480_000,
}, async () => {
  const { id } = await approved('2026-07')
  const past = gatewayCall(new Date(TEST_NOW.getTime() - 60_000))
  done(await planRelease(test.ledger, past, id))
  const file = await outOf(id)
  const fileName = file?.fileName ?? ''
  const hash = await archive(folders, Buffer.from('bytes of the file'))
  const frozen = await stageForBank(folders, hash, fileName)
  done(await beginTransmission(test.ledger, past, file?.id ?? '', hash))

  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(0)
  expect((await outOf(id))?.status).toBe('in-doubt')
  await deniedByTwo(test, file?.id ?? '', 'their folder is empty')
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(1)
  unlinkSync(join(folders.outbox, fileName))
  await expect(putForBank(folders, frozen, fileName)).rejects.toThrow('ENOENT')
  expect(readdirSync(folders.outbox)).not.toContain(fileName)
})

it('a hand-over that another gateway has only just begun is left to it', { timeout: 480_000 }, async () => {
  const { id } = await approved('2026-08')
  done(await planRelease(test.ledger, gatewayCall(TEST_NOW), id))
  const file = await outOf(id)
  const hash = await archive(folders, Buffer.from('bytes of the other file'))
  const part = await stageForBank(folders, hash, file?.fileName ?? '')
  done(await beginTransmission(test.ledger, gatewayCall(TEST_NOW), file?.id ?? '', hash))
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(0)
  await putForBank(folders, part, file?.fileName ?? '')
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(1)
  expect((await outOf(id))?.status).toBe('handed-over')
})

it('a hundred questions that nobody has answered keep no other file from the bank', { timeout: 480_000 }, async () => {
  const { id } = await approved('2026-06')
  await test.ledger.$executeRaw`
    INSERT INTO bank_message (direction, kind, message_id, file_name, status, run_id, created_at)
    SELECT 'out', 'pain.001', 'ASKED-' || n, 'ASKED-' || n || '.xml', 'in-doubt', ${id}::uuid, '2026-01-01' FROM generate_series(1, 101) n`
  expect(await transmitDue(test.ledger, folders, () => TEST_NOW)).toBe(1)
})

async function asOwner(statements: string): Promise<void> {
  const owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await owner.query(statements)
  await owner.end()
}

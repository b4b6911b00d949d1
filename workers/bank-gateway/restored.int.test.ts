/** A ledger that was put back to an earlier state: the gateway pays nobody from it, whichever way it was restored, and says why. */
import { readdirSync, rmSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { historyStops } from '@/operations/history-stop'
import { applyBankFile } from '@/payroll/statements/apply'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission } from '@/payroll/transmissions/record-transmission'
import { createLog } from '@/platform/log'
import { documentOf, status } from '@/stack/test-runner/bank-says'
import { testClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, CSV, done, draftRun, newLedger, sentRun, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { gatewayCall } from './call'
import { archive, type Folders, openFolders } from './folders'
import { runGateway } from './run'
import { transmitDue } from './transmit'

let servers: OwnServers
let test: TestLedger
let folders: Folders
const log = createLog('test', 'silent')

beforeAll(async () => {
  servers = await ownServers('postgres')
}, 480_000)
beforeEach(async () => {
  const bankDir = testEnv().BANK_DIR ?? ''
  rmSync(bankDir, { recursive: true, force: true })
  folders = await openFolders(bankDir)
  const database = await servers.database()
  test = await newLedger(database, openLedger(database.appUrl, 4))
}, 480_000)
afterAll(() => servers.end())

/** The gateway's folders beside a copy of the ledger as it is now; `ledger` is what is put in its place later. */
async function backup(): Promise<TestLedger> {
  await test.ledger.$disconnect()
  const database = await servers.database(test.database)
  test = { ...test, ledger: openLedger(test.database.appUrl, 4) }
  return { ...test, database, ledger: openLedger(database.appUrl, 4) }
}

/** As an older cluster's folder in the place of a newer one looks from outside: the same identifier and the same database. */
async function restoreOver(older: TestLedger): Promise<TestLedger> {
  await test.ledger.$disconnect()
  await older.ledger.$disconnect()
  const name = (url: string) => new URL(url).pathname.slice(1)
  const admin = new Client({ connectionString: Object.assign(new URL(test.database.url), { pathname: '/postgres' }).toString() })
  await admin.connect()
  const { rows } = await admin.query<{ oid: string }>('SELECT oid FROM pg_database WHERE datname = $1', [name(test.database.url)])
  await admin.query(`DROP DATABASE ${name(test.database.url)} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${name(test.database.url)} TEMPLATE ${name(older.database.url)} OID ${rows[0]?.oid}`)
  await admin.end()
  return { ...test, ledger: openLedger(test.database.appUrl, 4) }
}

const inOutbox = () => readdirSync(folders.outbox).sort()

describe('an older state of the same database', () => {
  it('does not hand a run over again that was released after it', { timeout: 480_000 }, async () => {
    await approvedRun(test)
    const older = await backup()
    expect(await transmitDue(test.ledger, folders, testClock)).toBe(1)
    const handedOver = inOutbox()
    const restored = await restoreOver(older)
    await expect(transmitDue(restored.ledger, folders, testClock)).rejects.toThrow(
      /^No payment goes out .*an older database was put in its place.*adopt-database/,
    )
    expect(inOutbox()).toEqual(handedOver)
    await restored.close()
  })

  it('is noticed at the next start as well, when the witness was thrown away', { timeout: 480_000 }, async () => {
    await approvedRun(test)
    const older = await backup()
    await transmitDue(test.ledger, folders, testClock)
    rmSync(folders.witness)
    const restored = await restoreOver(older)
    await expect(transmitDue(restored.ledger, folders, testClock)).rejects.toThrow(
      /\.xml went to the bank, but the ledger does not know of it|TST-.* went to the bank/,
    )
    await restored.close()
  })

  it('is noticed when nothing was handed over since, and only a change is missing', { timeout: 480_000 }, async () => {
    await sentRun(test)
    const older = await backup()
    done(await draftRun(test, CSV.replace('2300.00', '2301.00'), '2026-12'))
    expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
    const restored = await restoreOver(older)
    await approvedRun(restored, CSV.replace('2300.00', '2302.00'), '2027-01')
    await expect(transmitDue(restored.ledger, folders, testClock)).rejects.toThrow(
      /a change that was in the ledger \(transaction \d+\) is missing now/,
    )
    expect(inOutbox()).toEqual([])
    await restored.close()
  })

  it('is noticed in the middle of a hand-over: what was announced in the newer ledger only is not linked', {
    timeout: 480_000,
  }, async () => {
    await approvedRun(test)
    await transmitDue(test.ledger, folders, testClock)
    const second = await approvedRun(test, CSV.replace('2300.00', '2303.00'), '2026-12')
    const older = await backup()
    await transmitDue(test.ledger, folders, testClock)
    const [file] = await listBankMessages(test.ledger, { userId: 'approver', companies: null }, second.id)
    expect(inOutbox()).toContain(file?.fileName)
    const restored = await restoreOver(older)
    await expect(transmitDue(restored.ledger, folders, testClock)).rejects.toThrow('an older database was put in its place')
    await restored.close()
  })
})

it('a copy in another database is not paid from', { timeout: 480_000 }, async () => {
  await approvedRun(test)
  const copy = await backup()
  await transmitDue(test.ledger, folders, testClock)
  await expect(transmitDue(copy.ledger, folders, testClock)).rejects.toThrow(
    /this database \(\d+\/\d+\) is not the one payments were made from \(\d+\/\d+\)/,
  )
  await copy.ledger.$disconnect()
  await test.close()
})

it('goes on with the ledger it knows, after a crash between the announcement and the link too', { timeout: 480_000 }, async () => {
  const run = await approvedRun(test)
  await transmitDue(test.ledger, folders, testClock)
  await approvedRun(test, CSV.replace('2300.00', '2304.00'), '2026-12')
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(1)
  const [file] = await listBankMessages(test.ledger, { userId: 'approver', companies: null }, run.id)
  const again = await beginTransmission(test.ledger, gatewayCall(testClock()), file?.id ?? '', await archive(folders, Buffer.from('x')))
  expect(again.result.ok, 'handed over already').toBe(false)
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
  await test.close()
})

it('says one sentence for the desks while it stops, takes nothing in, and takes it back when the right ledger is there again', {
  timeout: 480_000,
}, async () => {
  await approvedRun(test)
  const copy = await backup()
  await transmitDue(test.ledger, folders, testClock)
  const stopped = runGateway({ ledger: copy.ledger, folders, log, clock: testClock })
  await expect.poll(() => historyStops(copy.ledger), { timeout: 20_000 }).toMatchObject([{ process: 'bank-gateway', kind: 'ledger' }])
  const [stop] = await historyStops(copy.ledger)
  expect(stop?.sentence).toMatch(/^No payment goes out and no bank file is imported: this database/)
  await stopped.stop()
  expect(stopped.status()).toEqual({ handedOver: 0, takenIn: 0 })
  await copy.ledger.$disconnect()

  const goesOn = runGateway({ ledger: test.ledger, folders, log, clock: testClock })
  await approvedRun(test, CSV.replace('2300.00', '2305.00'), '2026-12')
  await expect.poll(() => goesOn.status().handedOver, { timeout: 20_000 }).toBe(1)
  expect(await historyStops(test.ledger)).toEqual([])
  await goesOn.stop()
  await test.close()
})

it('a file that the bank has answered for, and that this ledger and its folders know nothing of, is not sent', {
  timeout: 480_000,
}, async () => {
  const run = await approvedRun(test)
  done(await planRelease(test.ledger, gatewayCall(testClock()), run.id))
  const [payment] = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT i.end_to_end_id AS id FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id WHERE p.run_id = ${run.id}::uuid AND p.line_number = 2`
  const answer = documentOf(status('ANSWER-1', [{ endToEndId: payment?.id ?? '', status: 'RJCT', reason: 'AC04' }]))
  done(await applyBankFile(test.ledger, gatewayCall(testClock()), { fileName: 'answer.xml', sha256: answer.sha256 }, [answer]))
  expect(await transmitDue(test.ledger, folders, testClock)).toBe(0)
  expect(inOutbox()).toEqual([])
  const sent = (await listBankMessages(test.ledger, { userId: 'approver', companies: null }, run.id)).find(
    ({ direction }) => direction === 'out',
  )
  expect(sent).toMatchObject({ status: 'prepared', note: expect.stringMatching(/already reported payments in it/) })
  await test.close()
})

it('gives a run, its files and its payments ids that a ledger restored in between does not give out again', {
  timeout: 480_000,
}, async () => {
  const older = await backup()
  const ids = async ({ ledger }: TestLedger) => {
    const rows = await ledger.$queryRaw<{ ids: string[] }[]>`
      SELECT array_agg(DISTINCT id) AS ids FROM (
        SELECT reference AS id FROM payroll_run UNION SELECT message_id FROM bank_message UNION SELECT end_to_end_id FROM settlement_instruction
        UNION SELECT block_id FROM settlement_instruction) AS all_ids`
    return rows[0]?.ids ?? []
  }
  await sentRun(test)
  await sentRun(older)
  const [first, second] = [await ids(test), await ids(older)]
  expect(first.length).toBe(second.length)
  expect(first.filter((id) => second.includes(id))).toEqual([])
  for (const id of [...first, ...second]) expect(id).toMatch(/^[A-Z0-9-]{14,35}$/)
  await older.ledger.$disconnect()
  await test.close()
})

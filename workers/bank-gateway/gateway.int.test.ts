/** The gateway and the simulated bank as processes, with real folders: what goes out once, what comes back, and what a kill -9 leaves. */

import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readRun } from '@/payroll/runs/run'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { createLog } from '@/platform/log'
import { answer } from '@/stack/bank-simulator/answer'
import { readPaid } from '@/stack/bank-simulator/paid-ledger'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, CSV, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type Worker, workerArgs } from '@/stack/test-runner/processes'
import { type Folders, openFolders } from './folders'
import { ingestArrived } from './ingest'
import { transmitDue } from './transmit'

const VIEWER = { userId: 'approver', companies: null }
let test: TestLedger
let env: Record<string, string>
const running = new Set<ChildProcess>()

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
})
afterEach(async () => {
  await Promise.all([...running].map((child) => kill(child, 'SIGTERM')))
})
afterAll(() => test.close())

function start(worker: Worker): ChildProcess {
  const child = spawn(process.execPath, workerArgs(worker), { env: env as NodeJS.ProcessEnv, stdio: ['pipe', 'ignore', 'ignore'] })
  running.add(child)
  return child
}
const gateway = () => start('bank-gateway')
const bank = () => start('bank-simulator')

async function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  running.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 120_000; !(await isTrue()); await pause(50)) {
    if (performance.now() > deadline) throw new Error(`waited too long: ${what}`)
  }
}

let count = 0
const people = (lines: number): string => {
  const [header] = CSV.split('\n')
  count += 1
  return [
    header,
    ...Array.from({ length: lines }, (_, line) => `${line},Jürgen Groß ${line},DE,DE89370400440532013000,,EUR,${count}${100 + line}.00`),
  ].join('\n')
}
const statusOf = async (runId: string) => (await readRun(test.ledger, VIEWER, runId))?.status
const messagesOf = (runId: string) => listBankMessages(test.ledger, VIEWER, runId)
const timesPaid = async (): Promise<number[]> => (await readPaid(join(env.BANK_DIR ?? '', 'bank', 'paid.jsonl'))).map((paid) => paid.times)

it('pays an approved run, and takes in what the bank says once, whatever else lies in the inbox', { timeout: 480_000 }, async () => {
  const run = await approvedRun(test, people(30))
  gateway()
  bank()
  await until('the run is settled', async () => (await statusOf(run.id)) === 'settled')
  const inbox = join(env.BANK_DIR ?? '', 'inbox')
  const messages = await messagesOf(run.id)
  const booked = messages.find((message) => message.kind === 'camt.054')
  copyFileSync(join(env.BANK_DIR ?? '', 'archive', booked?.sha256 ?? ''), join(inbox, 'again.xml'))
  writeFileSync(join(inbox, 'nonsense.xml'), 'not XML at all')
  await until('both are listed', async () => readdirSync(inbox).length === 0)
  const where = { fileName: { in: ['again.xml', 'nonsense.xml'] } }
  const rows = await test.ledger.bankMessage.findMany({ where, orderBy: { fileName: 'asc' } })
  expect(rows.map((row) => [row.fileName, row.status])).toEqual([
    ['again.xml', 'ignored'],
    ['nonsense.xml', 'set-aside'],
  ])
  const aside = readdirSync(join(env.BANK_DIR ?? '', 'aside'))
  expect(aside.filter((name) => name.endsWith('nonsense.xml'))).toHaveLength(1)
  expect(readFileSync(join(env.BANK_DIR ?? '', 'aside', aside.find((name) => name.endsWith('.reason.txt')) ?? ''), 'utf8')).toMatch(/XML/i)
  expect(await timesPaid()).toEqual(Array(30).fill(1))
})

it('pays nobody twice when it is killed again and again', { timeout: 480_000 }, async () => {
  bank()
  const runs: { id: string }[] = []
  for (let month = 1; month <= 3; month++) runs.push(await approvedRun(test, people(200), `2026-0${month}`))
  for (let kills = 0; kills < 8; kills++) {
    const child = gateway()
    await pause(500 + kills * 60)
    await kill(child, 'SIGKILL')
  }
  gateway()
  await until('every file is with the bank, or a question for a person', async () => {
    const open = await Promise.all(runs.map(async (run) => ({ status: await statusOf(run.id), messages: await messagesOf(run.id) })))
    return open.every(({ status, messages }) => status === 'settled' || messages.some((message) => message.status === 'in-doubt'))
  })
  expect((await timesPaid()).every((times) => times === 1)).toBe(true)
})

it('has applied nothing of a file when it is killed in the middle, and all of it once when it comes back', {
  timeout: 480_000,
}, async () => {
  const folders = await openFolders(env.BANK_DIR ?? '')
  const run = await approvedRun(test, people(30), '2026-08')
  await transmitDue(test.ledger, folders, machineClock)
  const [out] = (await messagesOf(run.id)).filter((message) => message.direction === 'out')
  const sent = readFileSync(join(folders.outbox, out?.fileName ?? ''), 'utf8')
  unlinkSync(join(folders.outbox, out?.fileName ?? ''))
  const claims = () =>
    test.ledger.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM bank_claim WHERE end_to_end_id LIKE '%-2026-08-%'`
  const inTheWay = new Client({ connectionString: test.database.url })
  await inTheWay.connect()
  await inTheWay.query('BEGIN')
  await inTheWay.query('SELECT FROM payroll_run WHERE id = $1 FOR UPDATE', [run.id])
  const { booking, pain002 } = answer(sent, machineClock())
  put(folders, 'killed.xml', booking?.xml ?? '')
  const child = gateway()
  await until('it waits for the run, with what the bank says written already', async () => {
    const rows = await test.ledger.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return rows.length > 0
  })
  await kill(child, 'SIGKILL')
  await inTheWay.query('ROLLBACK')
  await inTheWay.end()
  expect([await statusOf(run.id), await claims()]).toEqual(['paying', [{ n: 0 }]])
  // What the simulated bank refuses, it says there.
  put(folders, 'status.xml', pain002)
  gateway()
  await until('the run is settled', async () => (await statusOf(run.id)) === 'settled')
  const events = await test.ledger.$queryRaw`
    SELECT count(*)::int AS events, count(DISTINCT aggregate_id)::int AS payouts FROM outbox o JOIN payout p ON p.id = o.aggregate_id
    WHERE p.run_id = ${run.id}::uuid AND o.type = 'payout.settled'`
  const payouts = await test.ledger.payout.count({ where: { runId: run.id, status: 'settled' } })
  expect(payouts).toBeGreaterThan(20)
  expect(events).toEqual([{ events: payouts, payouts }])
})

/** In seconds, as file systems have it. */
const aMinuteAgo = () => machineClock().getTime() / 1000 - 60

/** Lies in the inbox since a minute ago: whole, as far as the gateway can tell. */
function put(folders: Folders, name: string, text: string): void {
  const path = join(folders.inbox, name)
  writeFileSync(path, text)
  utimesSync(path, aMinuteAgo(), aMinuteAgo())
}

it('lists a damaged file once when it is killed between the record and the move, and goes on with the rest', {
  timeout: 480_000,
}, async () => {
  const folders = await openFolders(env.BANK_DIR ?? '')
  const log = createLog('test', 'silent')
  const run = await approvedRun(test, people(3), '2026-07')
  await transmitDue(test.ledger, folders, machineClock)
  const [out] = (await messagesOf(run.id)).filter((message) => message.direction === 'out')
  const sent = readFileSync(join(folders.outbox, out?.fileName ?? ''), 'utf8')
  unlinkSync(join(folders.outbox, out?.fileName ?? ''))
  put(folders, 'a-damaged.xml', '<Document><CstmrPmtStsRpt>')
  // As a kill leaves it: the record is made, the file cannot be moved.
  renameSync(folders.aside, `${folders.aside}-gone`)
  await expect(ingestArrived(test.ledger, folders, log, machineClock)).rejects.toThrow()
  await expect(ingestArrived(test.ledger, folders, log, machineClock)).rejects.toThrow()
  put(folders, 'b-good.xml', answer(sent, machineClock()).booking?.xml ?? '')
  await expect(ingestArrived(test.ledger, folders, log, machineClock)).rejects.toThrow()
  expect(await statusOf(run.id)).toBe('settled')
  renameSync(`${folders.aside}-gone`, folders.aside)
  expect(await ingestArrived(test.ledger, folders, log, machineClock)).toBe(1)
  expect(readdirSync(folders.inbox)).toEqual([])
  expect(await test.ledger.bankMessage.count({ where: { fileName: 'a-damaged.xml' } })).toBe(1)
})

it('sets a file aside that the ledger refuses for ever, and takes the next one in', { timeout: 480_000 }, async () => {
  const folders = await openFolders(env.BANK_DIR ?? '')
  const owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await owner.query(`ALTER TABLE bank_message ADD CONSTRAINT test_refuses CHECK (message_id <> 'POISON')`)
  const status = (id: string) =>
    `<Document><CstmrPmtStsRpt><GrpHdr><MsgId>${id}</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>NO-SUCH-FILE</OrgnlMsgId><GrpSts>ACTC</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`
  put(folders, 'c-poison.xml', status('POISON'))
  put(folders, 'd-fine.xml', status('FINE'))
  expect(await ingestArrived(test.ledger, folders, createLog('test', 'silent'), machineClock)).toBe(2)
  await owner.query('ALTER TABLE bank_message DROP CONSTRAINT test_refuses')
  await owner.end()
  const rows = await test.ledger.bankMessage.findMany({
    where: { fileName: { in: ['c-poison.xml', 'd-fine.xml'] } },
    orderBy: { fileName: 'asc' },
  })
  expect(rows.map((row) => [row.fileName, row.kind, row.status])).toEqual([
    ['c-poison.xml', 'unreadable', 'set-aside'],
    ['d-fine.xml', 'pain.002', 'applied'],
  ])
  expect(readdirSync(folders.inbox)).toEqual([])
})

it('takes files in whatever their names are, in Latin-1 or as long as a name can be', { timeout: 480_000 }, async () => {
  const folders = await openFolders(env.BANK_DIR ?? '')
  const longest = `${'ä'.repeat(125)}z.xml`
  const old = Buffer.concat([Buffer.from(`${folders.inbox}/`), Buffer.from('Auszüge.xml', 'latin1')])
  for (const path of [old, join(folders.inbox, longest)]) {
    writeFileSync(path, 'nonsense')
    utimesSync(path, aMinuteAgo(), aMinuteAgo())
  }
  expect(await ingestArrived(test.ledger, folders, createLog('test', 'silent'), machineClock)).toBe(2)
  expect(readdirSync(folders.inbox)).toEqual([])
  const aside = readdirSync(folders.aside)
  expect(aside.filter((name) => name.endsWith('Auszüge.xml'))).toHaveLength(1)
  expect(aside.filter((name) => /ä{45}z\.xml$/.test(name))).toHaveLength(1)
  expect(await test.ledger.bankMessage.count({ where: { fileName: { in: ['Auszüge.xml', longest] } } })).toBe(2)
})

/** The gateway is killed between the link and its record, the bank takes the file away, and only a person can know. */
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readHistory } from '@/payroll/runs/history'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { denyTransmission } from '@/payroll/transmissions/deny-transmission'
import { affirmTransmission } from '@/payroll/transmissions/record-transmission'
import { testEnv } from '@/stack/test-runner/database'
import { APPROVER, approvedRun, CSV, callOf, deniedByTwo, done, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'

const VIEWER = { userId: 'approver', companies: null }
const processes = testProcesses()
let test: TestLedger
let env: Record<string, string>
let taken: string

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  taken = join(env.BANK_DIR ?? '', 'taken-by-the-bank')
  mkdirSync(taken, { recursive: true })
})
afterEach(() => processes.stopAll())
afterAll(() => test.close())

let files = 0
/** The same bytes are never imported twice. */
const csv = (): string => CSV.replace('2300.00', `${2300 + ++files}.00`)
const inOutbox = (fileName: string): boolean => readdirSync(join(env.BANK_DIR ?? '', 'outbox')).includes(fileName)
const bankTakes = (fileName: string): void => renameSync(join(env.BANK_DIR ?? '', 'outbox', fileName), join(taken, fileName))
const outOf = async (runId: string) => (await listBankMessages(test.ledger, VIEWER, runId)).find(({ direction }) => direction === 'out')
const statusesOf = async (runId: string) =>
  (await test.ledger.payout.groupBy({ by: ['status'], where: { runId }, _count: true })).map(({ status }) => status)

/** A run whose file the bank has, and whose gateway died after the link: its record waits for rows that this test holds, and never comes. */
async function interrupted(period: string): Promise<{ runId: string; fileName: string }> {
  const { id: runId } = await approvedRun(test, csv(), period)
  const holder = new Client({ connectionString: test.database.url })
  await holder.connect()
  // Not FOR UPDATE: planning the release refers to these rows, and shall go on.
  await holder.query('BEGIN')
  await holder.query('SELECT FROM payout WHERE run_id = $1 FOR NO KEY UPDATE', [runId])
  const gateway = processes.start('bank-gateway', env)
  await until('the file lies in the outbox', async () => {
    const message = await outOf(runId)
    return message !== undefined && inOutbox(message.fileName)
  })
  const message = await outOf(runId)
  expect(message?.status).toBe('handing-over')
  await processes.kill(gateway, 'SIGKILL')
  bankTakes(message?.fileName ?? '')
  await holder.query('ROLLBACK')
  await holder.end()
  return { runId, fileName: message?.fileName ?? '' }
}

/** Until the gateway has looked at everything that is unfinished, which another run's file proves: files are looked at in the order of their making. */
async function gatewayHasLooked(period: string): Promise<void> {
  processes.start('bank-gateway', env)
  const { id } = await approvedRun(test, csv(), period)
  await until('a later file is handed over', async () => (await outOf(id))?.status === 'handed-over')
}

it('hands nothing over by itself; yes records it, and the run’s history says who knew it and how', { timeout: 480_000 }, async () => {
  const { runId, fileName } = await interrupted('2026-01')
  const early = await outOf(runId)
  expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), early?.id ?? '', 'too early'))).toBe('wrong-state')
  await gatewayHasLooked('2026-02')
  await until('the hand-over is in doubt', async () => (await outOf(runId))?.status === 'in-doubt')
  const message = await outOf(runId)
  expect(message?.handOverBeganAt).not.toBeNull()
  expect(inOutbox(fileName)).toBe(false)
  expect(await statusesOf(runId)).toEqual(['approved'])

  done(await affirmTransmission(test.ledger, callOf(APPROVER), message?.id ?? '', 'Mrs Sample of the bank has read it to me'))
  expect(await statusesOf(runId)).toEqual(['sent'])
  expect((await outOf(runId))?.status).toBe('handed-over')
  expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), message?.id ?? '', 'or not'))).toBe('wrong-state')
  const [newest] = await readHistory(test.ledger, runId)
  expect(newest).toMatchObject({
    type: 'audit.bank-received-file',
    actor: { kind: 'user', name: APPROVER.name },
    reason: 'Mrs Sample of the bank has read it to me',
    state: { file: fileName },
  })
})

it('after no the very same bytes go again, once', { timeout: 480_000 }, async () => {
  const { runId, fileName } = await interrupted('2026-03')
  // The bank renamed itself meanwhile: a file made anew would not be the one that was approved, archived and perhaps received.
  await asOwner(`UPDATE company SET name = 'Renamed Employer', version = version + 1`)
  processes.start('bank-gateway', env)
  await until('the hand-over is in doubt', async () => (await outOf(runId))?.status === 'in-doubt')
  const message = await outOf(runId)
  await deniedByTwo(test, message?.id ?? '', 'their folder is empty')
  await until('the file is handed over again', async () => (await outOf(runId))?.status === 'handed-over')
  const again = readFileSync(join(env.BANK_DIR ?? '', 'outbox', fileName))
  expect(again.equals(readFileSync(join(taken, fileName)))).toBe(true)
  expect((await outOf(runId))?.sha256).toBe(message?.sha256)
  expect(await statusesOf(runId)).toEqual(['sent'])
  const acts = (await readHistory(test.ledger, runId)).filter(({ type }) => type.startsWith('audit.bank'))
  expect(acts.map(({ type, reason }) => [type, reason])).toEqual([
    ['audit.bank-did-not-receive-file', 'their folder is empty'],
    ['audit.bank-denial-proposed', 'their folder is empty'],
  ])
})

async function asOwner(statement: string): Promise<void> {
  const owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await owner.query(statement)
  await owner.end()
}

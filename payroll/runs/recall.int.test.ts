/** An approved run can be recalled until it goes to the bank, and never after: of recall and release exactly one wins. */
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { testEnv } from '@/stack/test-runner/database'
import {
  AGAIN,
  APPROVER,
  CSV,
  callOf,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  refused,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { createCompany } from '../companies/create-company'
import { listBankMessages } from '../statements/bank-messages'
import type { CommandResult } from '../transaction/execute'
import { dueReleases } from '../transmissions/due-releases'
import { planRelease } from '../transmissions/plan-release'
import { approveRun } from './approve-run'
import { holdPayout } from './hold-payout'
import { recallRun } from './recall-run'
import { readRun } from './run'
import { sendBackRun } from './send-back-run'
import { submitRun } from './submit-run'

const GRACE_SECONDS = 60
const VIEWER = { userId: 'approver', companies: null }
const processes = testProcesses()
let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
  const bank = {
    name: 'Bank with a grace',
    cutOff: '16:30',
    timeZone: 'Europe/Berlin',
    batchBooking: true,
    releaseAfterSeconds: GRACE_SECONDS,
  }
  const accounts = [{ currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }]
  test = { ...test, companyId: await createCompany(test.ledger, { code: 'GRACE', name: 'Grace', country: 'DE', bank, accounts }) }
})
afterEach(() => processes.stopAll())
afterAll(() => test.close())

let files = 0
const csv = () => CSV.replace('2300.00', `${2300 + ++files}.00`)
/** Long over on the clock of a gateway that is a process. */
const APPROVED_AT = new Date('2026-11-23T09:00:00Z')
const RELEASE_AT = new Date(APPROVED_AT.getTime() + GRACE_SECONDS * 1_000)
const by = (actor: typeof PREPARER) => callOf(actor, null, null, APPROVED_AT)
const gatewayAt = (now: Date) => ({ ...gatewayCall(), now })

async function approved(held = false): Promise<string> {
  const { id } = done(await draftRun(test, csv(), '2026-11', by(PREPARER)))
  const { seal } = done(await submitRun(test.ledger, by(PREPARER), id, 1, AGAIN))
  const [payout] = await test.ledger.payout.findMany({ where: { runId: id } })
  if (held) done(await holdPayout(test.ledger, by(PREPARER), payout?.id ?? '', 1, 'asked by phone'))
  done(await approveRun(test.ledger, by(APPROVER), id, 2, seal ?? '', AGAIN))
  return id
}
const recall = (id: string, version = 3) => recallRun(test.ledger, by(PREPARER), id, version, 'a wrong amount')
const release = (id: string) => planRelease(test.ledger, gatewayAt(RELEASE_AT), id)
const statusesOf = async (runId: string) =>
  (await test.ledger.payout.groupBy({ by: ['status'], where: { runId }, _count: true })).map(({ status, _count }) => [status, _count])
const outOf = async (runId: string) => (await listBankMessages(test.ledger, VIEWER, runId)).filter(({ direction }) => direction === 'out')

describe('until its release time', () => {
  it('a run is not handed to the bank, and its page says when it will be', async () => {
    const id = await approved()
    expect(await readRun(test.ledger, VIEWER, id)).toMatchObject({ status: 'approved', releaseAt: RELEASE_AT.toISOString() })
    const early = new Date(RELEASE_AT.getTime() - 1)
    expect((await dueReleases(test.ledger, early)).map((run) => run.id)).not.toContain(id)
    expect(refused(await planRelease(test.ledger, gatewayAt(early), id))).toBe('not-yet')
    expect((await dueReleases(test.ledger, RELEASE_AT)).map((run) => run.id)).toContain(id)
    done(await release(id))
  })

  it('it can be recalled: a draft again, its payouts withdrawn, its approval gone; every event of it is read', async () => {
    const id = await approved(true)
    expect(done(await recall(id))).toMatchObject({ status: 'draft', version: 4, seal: null })
    expect(await statusesOf(id)).toEqual([['withdrawn', 3]])
    expect(await readRun(test.ledger, VIEWER, id)).toMatchObject({ reason: 'a wrong amount', approvedByName: null, releaseAt: null })
    expect(refused(await release(id))).toBe('wrong-state')
    const rows = await test.ledger.$queryRaw<{ event: string }[]>`
      SELECT event FROM outbox WHERE aggregate_id = ${id}::uuid OR aggregate_id IN (SELECT id FROM payout WHERE run_id = ${id}::uuid) ORDER BY seq`
    const events = rows.map(({ event }) => readEvent(event))
    expect(events.filter(({ kind }) => kind === 'unreadable')).toEqual([])
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'payout.withdrawn',
        data: expect.objectContaining({ payout: expect.objectContaining({ approvedAt: null }) }),
      }),
    )
    expect(events.some((event) => event.kind === 'payroll-run' && event.type === 'payroll-run.recalled')).toBe(true)
  })

  it('what was recalled is submitted and approved anew, and paid once', async () => {
    const id = await approved()
    done(await recall(id))
    const { seal } = done(await submitRun(test.ledger, by(PREPARER), id, 4, AGAIN))
    done(await approveRun(test.ledger, by(APPROVER), id, 5, seal ?? '', AGAIN))
    expect(done(await release(id)).instructions).toBe(3)
    expect(await statusesOf(id)).toEqual([['approved', 3]])
  })

  it('only an approved run is recalled, and only a submitted one sent back', async () => {
    const { id } = done(await draftRun(test, csv(), '2026-11', by(PREPARER)))
    expect(refused(await recall(id, 1))).toBe('wrong-state')
    done(await submitRun(test.ledger, by(PREPARER), id, 1, AGAIN))
    expect(refused(await recall(id, 2))).toBe('wrong-state')
    const other = await approved()
    expect(refused(await sendBackRun(test.ledger, by(APPROVER), other, 3, 'no'))).toBe('wrong-state')
    done(await release(other))
    expect(refused(await recall(other, 4))).toBe('wrong-state')
  })
})

describe('recall and release at once', () => {
  const won = <T>({ result }: CommandResult<T>) => result.ok

  it('exactly one wins, whichever comes first', { timeout: 480_000 }, async () => {
    for (let round = 0; round < 12; round++) {
      const id = await approved()
      const both = round % 2 === 0 ? [recall(id), release(id)] : [release(id), recall(id)]
      const [first, second] = (await Promise.all<CommandResult<object>>(both)) as [CommandResult<object>, CommandResult<object>]
      expect(won(first) !== won(second)).toBe(true)
      const recalled = round % 2 === 0 ? won(first) : won(second)
      expect(await statusesOf(id)).toEqual([[recalled ? 'withdrawn' : 'approved', 3]])
      expect(await outOf(id)).toHaveLength(recalled ? 0 : 1)
    }
  })

  it('a recall that waits for a release in the middle of its work finds it done, and is refused', async () => {
    const id = await approved()
    const holder = await locked(id)
    const releasing = release(id)
    await untilWaiting(1)
    const recalling = recall(id)
    await untilWaiting(2)
    await holder.rollback()
    expect([won(await releasing), won(await recalling)]).toEqual([true, false])
  })

  it('a gateway that is killed in the middle of its release leaves the run to be recalled', { timeout: 480_000 }, async () => {
    const id = await approved()
    const holder = await locked(id)
    const gateway = processes.start('bank-gateway', testEnv(test.database))
    await untilWaiting(1)
    await processes.kill(gateway, 'SIGKILL')
    await holder.rollback()
    done(await recall(id))
    processes.start('bank-gateway', testEnv(test.database))
    const other = await approved()
    await until('the gateway has looked', async () => (await outOf(other))[0]?.status === 'handed-over')
    expect(await outOf(id)).toEqual([])
  })
})

/** Someone else has the run. */
async function locked(runId: string): Promise<{ rollback: () => Promise<void> }> {
  const holder = new Client({ connectionString: test.database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM payroll_run WHERE id = $1 FOR UPDATE', [runId])
  const rollback = async () => {
    await holder.query('ROLLBACK')
    await holder.end()
  }
  return { rollback }
}

const untilWaiting = (sessions: number) =>
  until(`${sessions} wait for the run`, async () => {
    const [row] = await test.ledger.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return (row?.n ?? 0) >= sessions
  })

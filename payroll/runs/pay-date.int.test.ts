/** A payroll goes to the bank only while the bank can pay it on its day; what is too late is kept back for a person, through every door. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Prisma } from '@/prisma/connect'
import { testEnv } from '@/stack/test-runner/database'
import { AGAIN, APPROVER, CSV, callOf, done, draftRun, PREPARER, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type Folders, openFolders } from '@/workers/bank-gateway/folders'
import { transmitDue } from '@/workers/bank-gateway/transmit'
import { createCompany } from '../companies/create-company'
import { listBankMessages } from '../statements/bank-messages'
import type { CommandResult } from '../transaction/execute'
import { confirmLaterDay, proposeLaterDay, refuseLaterDay } from '../transmissions/move-execution-date'
import { planRelease } from '../transmissions/plan-release'
import { approveRun } from './approve-run'
import { changePayDate } from './change-pay-date'
import { readHistory } from './history'
import { holdPayout, releaseHold } from './hold-payout'
import { listRuns } from './list-runs'
import { recallRun } from './recall-run'
import { readRun } from './run'
import { submitRun } from './submit-run'

/** Cut-off of the test bank: 16:30 in Berlin, in winter 15:30 UTC. */
const IN_TIME = new Date('2026-11-24T09:00:00Z')
const PAY_DATE = '2026-11-25'
const LAST_MINUTE = new Date('2026-11-25T15:29:59Z')
const TOO_LATE = new Date('2026-11-25T15:30:00Z')
const NEXT_MORNING = new Date('2026-11-26T06:00:00Z')
const DAY_AFTER = new Date('2026-11-27T06:00:00Z')
const SECOND = { kind: 'user' as const, id: 'second', name: 'Second' }
const VIEWER = { userId: 'approver', companies: null }

let test: TestLedger
let folders: Folders
beforeAll(async () => {
  test = await testLedger()
  folders = await openFolders(testEnv(test.database).BANK_DIR ?? '')
})
afterAll(() => test.close())

const by = (actor: typeof PREPARER, now: Date) => callOf(actor, null, null, now)
let files = 0
const csv = () => CSV.replace('2300.00', `${2300 + ++files}.00`)
const draft = (payDate = PAY_DATE, now = IN_TIME, text = csv()) => draftRun(test, text, '2026-11', by(PREPARER, now), payDate)

async function submitted(now = IN_TIME) {
  const { id } = done(await draft())
  const { seal } = done(await submitRun(test.ledger, by(PREPARER, now), id, 1, AGAIN))
  return { id, seal: seal ?? '' }
}
async function approved(now = IN_TIME): Promise<string> {
  const { id, seal } = await submitted()
  done(await approveRun(test.ledger, by(APPROVER, now), id, 2, seal, AGAIN))
  return id
}
const outOf = async (runId: string) => (await listBankMessages(test.ledger, VIEWER, runId)).filter(({ direction }) => direction === 'out')
const gatewayAt = (now: Date) => transmitDue(test.ledger, folders, () => now)
const sentFile = (fileName: string) => readFileSync(join(folders.outbox, fileName), 'utf8')

/** The code of the pay date's problem, and the next day, of a command that must be refused for it. */
function late<T>({ result }: CommandResult<T>): unknown[] {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`)
  const { rejection } = result
  return rejection.code === 'pay-date' ? [rejection.problem.code, rejection.next] : [rejection.code]
}

describe('a day the bank cannot pay on is refused', () => {
  it.each([
    ['yesterday', '2026-11-23', CSV, 'has passed. The next possible day is 2026-11-24'],
    ['Christmas', '2026-12-25', CSV, 'Christmas Day'],
    [
      'a Sunday, in pounds',
      '2026-11-29',
      CSV.replace('DE,DE89370400440532013000,,EUR', 'GB,GB29NWBK60161331926819,,GBP').replace(/^1001.*\n/m, ''),
      'a Sunday',
    ],
    [
      'a Sunday, in yen alone',
      '2026-11-29',
      `${CSV.split('\n')[0]}\n1003,Taro Tanaka,JP,000123456789,BOTKJPJT,JPY,310000\n`,
      'a Sunday. Choose an earlier day. The next possible day is 2026-11-30',
    ],
  ])('when the draft is made: %s', async (_what, payDate, text, words) => {
    const { result } = await draft(payDate, IN_TIME, text)
    expect(result).toMatchObject({ ok: false, rejection: { code: 'rows', problems: [{ field: 'payDate' }] } })
    expect(JSON.stringify(result)).toContain(words)
  })

  it('at submission, when its time has passed since', async () => {
    const { id } = done(await draft())
    expect(late(await submitRun(test.ledger, by(PREPARER, TOO_LATE), id, 1, AGAIN))).toEqual(['cut-off', '2026-11-26'])
    expect(late(await submitRun(test.ledger, by(PREPARER, NEXT_MORNING), id, 1, AGAIN))).toEqual(['passed', '2026-11-26'])
    done(await submitRun(test.ledger, by(PREPARER, LAST_MINUTE), id, 1, AGAIN))
  })

  it('at approval, and the run stays as it is', async () => {
    const { id, seal } = await submitted()
    expect(late(await approveRun(test.ledger, by(APPROVER, TOO_LATE), id, 2, seal, AGAIN))).toEqual(['cut-off', '2026-11-26'])
    expect(await readRun(test.ledger, VIEWER, id)).toMatchObject({ status: 'submitted', version: 2 })
    done(await approveRun(test.ledger, by(APPROVER, LAST_MINUTE), id, 2, seal, AGAIN))
  })

  it('at approval, when the grace would end after the cut-off', async () => {
    const bank = { name: 'Bank with a grace', cutOff: '16:30', timeZone: 'Europe/Berlin', batchBooking: true, releaseAfterSeconds: 60 }
    const accounts = [{ currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }]
    const companyId = await createCompany(test.ledger, { code: 'GRACE', name: 'Grace', country: 'DE', bank, accounts })
    const { id } = done(await draftRun({ ...test, companyId }, csv(), '2026-11', by(PREPARER, IN_TIME), PAY_DATE))
    const seal = done(await submitRun(test.ledger, by(PREPARER, IN_TIME), id, 1, AGAIN)).seal ?? ''
    expect(late(await approveRun(test.ledger, by(APPROVER, LAST_MINUTE), id, 2, seal, AGAIN))).toEqual(['cut-off', '2026-11-26'])
    done(await approveRun(test.ledger, by(APPROVER, new Date(TOO_LATE.getTime() - 61_000)), id, 2, seal, AGAIN))
  })
})

describe('an approved run whose day passes while the gateway is down', () => {
  it('is kept back, keeps no other from the bank, and goes out once it was recalled and has another day', async () => {
    const id = await approved()
    const other = await approved()
    expect(late(await planRelease(test.ledger, by(APPROVER, NEXT_MORNING), id))).toEqual(['passed', '2026-11-26'])
    expect(await gatewayAt(NEXT_MORNING)).toBe(0)
    expect(await outOf(id)).toEqual([])
    expect(await readRun(test.ledger, VIEWER, id)).toMatchObject({ status: 'approved' })
    const attention = async (now: Date) =>
      (await listRuns(test.ledger, VIEWER, { inbox: 'attention', find: null, sort: 'newest', cursor: null }, now)).rows.map((row) => row.id)
    expect(await attention(LAST_MINUTE)).not.toContain(id)
    expect(await attention(TOO_LATE)).toContain(id)

    done(await recallRun(test.ledger, by(PREPARER, NEXT_MORNING), id, 3, 'too late for the 25th'))
    expect(late(await changePayDate(test.ledger, by(PREPARER, NEXT_MORNING), id, 4, '2026-11-28'))).toEqual(['closed', '2026-11-30'])
    done(await changePayDate(test.ledger, by(PREPARER, NEXT_MORNING), id, 4, '2026-11-27'))
    const { seal } = done(await submitRun(test.ledger, by(PREPARER, NEXT_MORNING), id, 5, AGAIN))
    done(await approveRun(test.ledger, by(APPROVER, NEXT_MORNING), id, 6, seal ?? '', AGAIN))
    expect(await gatewayAt(NEXT_MORNING)).toBe(1)
    const [file] = await outOf(id)
    expect(sentFile(file?.fileName ?? '')).toContain('2026-11-27')
    expect(await outOf(other)).toEqual([])
    const dates = await test.ledger.$queryRaw`
      SELECT DISTINCT event::json #>> '{data,payout,payDate}' AS day FROM outbox o JOIN payout p ON p.id = o.aggregate_id AND p.version = o.version
      WHERE p.run_id = ${id}::uuid`
    expect(dates).toEqual([{ day: '2026-11-27' }])
  })
})

/** Of a run whose file was planned in the last minute and looked at by the gateway the next morning. */
async function keptBack() {
  const id = await approved()
  done(await planRelease(test.ledger, by(APPROVER, LAST_MINUTE), id))
  await gatewayAt(NEXT_MORNING)
  const [file] = await outOf(id)
  expect(file).toMatchObject({ status: 'prepared', isLate: true })
  return { id, fileId: file?.id ?? '', fileName: file?.fileName ?? '' }
}

describe('a planned file whose day passes before it is handed over', () => {
  it('is kept back with a sentence; two people give it the next day, which is in the file and in the history', async () => {
    const { id, fileId, fileName } = await keptBack()
    expect(await gatewayAt(NEXT_MORNING)).toBe(0)
    const [file] = await outOf(id)
    expect(file).toMatchObject({ status: 'prepared', sha256: null, isLate: true, laterDay: null })
    expect(file?.note).toBe(
      'It is too late for its pay date, so it is not sent. The pay date 2026-11-25 has passed. The next possible day is 2026-11-26.',
    )
    expect(readdirSync(folders.outbox)).not.toContain(fileName)

    const proposed = done(await proposeLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), fileId, 'people wait for it'))
    expect(proposed).toMatchObject({ executionDate: '2026-11-26', state: 'proposed' })
    expect(await gatewayAt(NEXT_MORNING)).toBe(0)
    const laterDay = { date: '2026-11-26', byId: PREPARER.id, reason: 'people wait for it', version: proposed.version }
    expect((await outOf(id))[0]).toMatchObject({ isLate: true, laterDay })

    const confirmed = done(await confirmLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, proposed.version))
    expect(confirmed).toMatchObject({ executionDate: '2026-11-26', state: 'confirmed' })
    const again = await proposeLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), fileId, 'once more')
    expect(again.result).toMatchObject({ ok: false, rejection: { code: 'wrong-state', status: 'in time for its pay date' } })
    expect(await gatewayAt(NEXT_MORNING)).toBe(1)
    expect(sentFile(fileName)).toContain('2026-11-26')
    expect((await readHistory(test.ledger, id)).slice(0, 2).map(({ type, actor, reason }) => [type, actor.name, reason])).toEqual([
      ['audit.bank-file-moved', APPROVER.name, 'people wait for it'],
      ['audit.bank-file-later-day-proposed', PREPARER.name, 'people wait for it'],
    ])
  })

  it('is moved by nobody alone, nor confirmed by who had a hand in the run or saw another proposal', async () => {
    const { id, fileId } = await keptBack()
    const { version } = done(await proposeLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, 'people wait for it'))
    expect(refused(await proposeLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), fileId, 'me too'))).toBe('proposed-before')
    expect(refused(await confirmLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, version))).toBe('four-eyes')
    expect(refused(await confirmLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), fileId, version))).toBe('hand-in-run')
    expect(refused(await confirmLaterDay(test.ledger, by(SECOND, NEXT_MORNING), fileId, version + 1))).toBe('proposal-changed')
    expect((await outOf(id))[0]).toMatchObject({ isLate: true })
    done(await confirmLaterDay(test.ledger, by(SECOND, NEXT_MORNING), fileId, version))
    expect((await outOf(id))[0]).toMatchObject({ isLate: false, note: null, laterDay: null })
  })

  it('stays kept back when the proposal is withdrawn or refused', async () => {
    const { id, fileId } = await keptBack()
    const first = done(await proposeLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, 'people wait for it'))
    const end = (who: typeof PREPARER, version: number) =>
      refuseLaterDay(test.ledger, by(who, NEXT_MORNING), fileId, version, 'it can wait for Monday')
    expect(done(await end(APPROVER, first.version)).state).toBe('withdrawn')
    expect(refused(await confirmLaterDay(test.ledger, by(SECOND, NEXT_MORNING), fileId, first.version))).toBe('proposal-changed')
    const second = done(await proposeLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, 'it cannot'))
    expect(done(await end(PREPARER, second.version)).state).toBe('refused')
    await gatewayAt(NEXT_MORNING)
    expect((await outOf(id))[0]).toMatchObject({ status: 'prepared', isLate: true, laterDay: null })
  })

  it('a proposed day that has become too late itself is not confirmed, and gives way to another', async () => {
    const { id, fileId, fileName } = await keptBack()
    const first = done(await proposeLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), fileId, 'people wait for it'))
    const tooLate = await confirmLaterDay(test.ledger, by(APPROVER, DAY_AFTER), fileId, first.version)
    expect(late(tooLate)).toEqual(['passed', '2026-11-27'])
    await gatewayAt(DAY_AFTER)
    expect((await outOf(id))[0]).toMatchObject({ status: 'prepared', isLate: true })
    const second = done(await proposeLaterDay(test.ledger, by(PREPARER, DAY_AFTER), fileId, 'nobody was there'))
    expect(second.executionDate).toBe('2026-11-27')
    done(await confirmLaterDay(test.ledger, by(APPROVER, DAY_AFTER), fileId, second.version))
    await gatewayAt(DAY_AFTER)
    expect(sentFile(fileName)).toContain('2026-11-27')
  })

  it('is not seen, proposed for, confirmed or refused by who works for other companies', async () => {
    const { fileId } = await keptBack()
    const companies = ['01920000-0000-7000-8000-000000000000']
    const stranger = { ...by(SECOND, NEXT_MORNING), companies }
    expect(refused(await proposeLaterDay(test.ledger, stranger, fileId, 'not mine'))).toBe('not-found')
    const { version } = done(await proposeLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, 'people wait for it'))
    expect(refused(await confirmLaterDay(test.ledger, stranger, fileId, version))).toBe('not-found')
    expect(refused(await refuseLaterDay(test.ledger, stranger, fileId, version, 'not mine'))).toBe('not-found')
    const ofTheCompany = { ...stranger, companies: [test.companyId] }
    done(await confirmLaterDay(test.ledger, ofTheCompany, fileId, version))
  })

  it('is given no other day by the database for one person, nor for one who prepared the run', async () => {
    const { fileId } = await keptBack()
    const move = (set: Prisma.Sql) =>
      test.ledger.$executeRaw`UPDATE bank_message SET execution_date = '2026-11-26', ${set} WHERE id = ${fileId}::uuid`
    await expect(move(Prisma.sql`note = NULL`)).rejects.toThrow('two people')
    const alone = Prisma.sql`later_by = 'a', later_at = now(), later_date = '2026-11-26', later_reason = 'alone', later_confirmed_by = 'b'`
    await expect(move(alone)).rejects.toThrow('two people')
    done(await proposeLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), fileId, 'people wait for it'))
    const confirmedBy = (who: string) => move(Prisma.sql`later_confirmed_by = ${who}`)
    await expect(confirmedBy(APPROVER.id)).rejects.toThrow('by_two')
    await expect(confirmedBy(PREPARER.id)).rejects.toThrow('had a hand')
    await expect(
      test.ledger
        .$executeRaw`UPDATE bank_message SET execution_date = '2026-11-30', later_confirmed_by = 'second' WHERE id = ${fileId}::uuid`,
    ).rejects.toThrow('two people')
    expect(await confirmedBy(SECOND.id)).toBe(1)
  })
})

it('a hold that is released after the day has passed does not go out late by itself', async () => {
  const { id, seal } = await submitted()
  const [payout] = await test.ledger.payout.findMany({ where: { runId: id }, orderBy: { lineNumber: 'asc' } })
  done(await holdPayout(test.ledger, by(PREPARER, IN_TIME), payout?.id ?? '', 1, 'asked by phone'))
  done(await approveRun(test.ledger, by(APPROVER, IN_TIME), id, 2, seal, AGAIN))
  expect(await gatewayAt(IN_TIME)).toBeGreaterThan(0)
  done(await releaseHold(test.ledger, by(PREPARER, NEXT_MORNING), payout?.id ?? '', 3, 'cleared'))
  await gatewayAt(NEXT_MORNING)
  const [late] = (await outOf(id)).filter(({ status }) => status === 'prepared')
  expect(late?.note).toContain('The next possible day is 2026-11-26.')
  const { version } = done(await proposeLaterDay(test.ledger, by(PREPARER, NEXT_MORNING), late?.id ?? '', 'paid a day later'))
  done(await confirmLaterDay(test.ledger, by(APPROVER, NEXT_MORNING), late?.id ?? '', version))
  expect(await gatewayAt(NEXT_MORNING)).toBe(1)
  expect(sentFile(late?.fileName ?? '')).toContain('2026-11-26')
})

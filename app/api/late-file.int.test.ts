/** A late payment file is sent for a later day by two people, through the API, and by none who works for other companies. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Handler } from '@/app/http/contract'
import { approveRun } from '@/payroll/runs/approve-run'
import { submitRun } from '@/payroll/runs/submit-run'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { AGAIN, APPROVER, CSV, callOf, done, draftRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { openFolders } from '@/workers/bank-gateway/folders'
import { transmitDue } from '@/workers/bank-gateway/transmit'
import { POST as confirm } from './bank-messages/[id]/execution-dates/confirmations/route'
import { POST as refuse } from './bank-messages/[id]/execution-dates/refusals/route'
import { POST as propose } from './bank-messages/[id]/execution-dates/route'
import { GET as files } from './payroll-runs/[id]/bank-messages/route'

const IN_TIME = new Date('2026-11-24T09:00:00Z')
const OTHER_COMPANY = '01920000-0000-7000-8000-000000000000'
type Told = { code: string; detail: string; version: number; state: string; executionDate: string }

let test: TestLedger
let people: People
let run: string
let file: string
const reason = { reason: 'people wait for it' }
const ask = (who: string, handler: Handler, version?: number) =>
  people.ask<Told>(who, handler, { id: file, body: reason, ...(version !== undefined && { version }) })
const seen = async (who: string) => {
  const { status, body } = await people.ask<{ messages: BankMessageRow[] }>(who, files, { id: run, method: 'GET' })
  return status === 200 ? body.messages[0] : status
}

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  const preparer = { kind: 'user' as const, id: await people.add('preparer', 'coordinator'), name: 'preparer' }
  await people.add('second', 'coordinator')
  await people.add('of the company', 'coordinator', [test.companyId])
  await test.ledger.company.create({
    data: { ...(await test.ledger.company.findFirstOrThrow()), id: OTHER_COMPANY, code: 'OTH', name: 'Other' },
  })
  await people.add('of another', 'coordinator', [OTHER_COMPANY])
  await people.add('support', 'support')
  run = done(await draftRun(test, CSV, '2026-11', callOf(preparer, null, null, IN_TIME), '2026-11-25')).id
  const { seal } = done(await submitRun(test.ledger, callOf(preparer, null, null, IN_TIME), run, 1, AGAIN))
  done(await approveRun(test.ledger, callOf(APPROVER, null, null, IN_TIME), run, 2, seal ?? '', AGAIN))
  done(await planRelease(test.ledger, callOf(APPROVER, null, null, IN_TIME), run))
  await transmitDue(test.ledger, await openFolders(env.BANK_DIR ?? ''), machineClock)
  const row = await seen('second')
  file = typeof row === 'object' ? row.id : ''
})
afterAll(() => test.close())

it('is proposed by one, confirmed by another without a hand in the run, and tells each refusal', async () => {
  expect(await seen('of the company')).toMatchObject({ isLate: true, laterDay: null })
  expect(await ask('support', propose)).toMatchObject({ status: 403 })
  expect(await ask('of another', propose)).toMatchObject({ status: 404 })
  const proposed = await ask('of the company', propose)
  expect(proposed).toMatchObject({ status: 200, body: { state: 'proposed' } })
  const { version, executionDate } = proposed.body
  expect(await seen('second')).toMatchObject({ laterDay: { date: executionDate, by: 'of the company', reason: reason.reason, version } })
  expect(await seen('of another')).toBe(404)
  for (const handler of [confirm, refuse]) expect(await ask('of another', handler, version)).toMatchObject({ status: 404 })
  for (const handler of [confirm, refuse]) expect(await ask('second', handler)).toMatchObject({ status: 428 })
  expect(await ask('of the company', confirm, version)).toMatchObject({
    status: 403,
    body: { detail: 'You proposed this, so someone else must confirm it.' },
  })
  expect((await ask('preparer', confirm, version)).body.detail).toMatch(/^You uploaded|^You prepared/)
  expect(await seen('second')).toMatchObject({ isLate: true })

  expect(await ask('second', refuse, version)).toMatchObject({ status: 200, body: { state: 'refused' } })
  const again = await ask('second', propose)
  expect(await ask('of the company', confirm, again.body.version)).toMatchObject({
    status: 200,
    body: { state: 'confirmed', executionDate },
  })
  expect(await seen('of the company')).toMatchObject({ isLate: false, laterDay: null, note: null })
})

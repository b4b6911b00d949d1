/** *Did the bank get this file?* answered no pays a payroll again: two people, of whom the second had no hand in the run. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  APPROVER,
  approvedRun,
  CSV,
  callOf,
  done,
  gatewayCall,
  PREPARER,
  refused,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { readHistory } from '../runs/history'
import { listBankMessages } from '../statements/bank-messages'
import { confirmDenial, denyTransmission, refuseDenial } from './deny-transmission'
import { planRelease } from './plan-release'
import { affirmTransmission, beginTransmission, doubtTransmission } from './record-transmission'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let count = 0
async function inDoubt(): Promise<{ runId: string; id: string }> {
  const run = await approvedRun(test, CSV.replace('1200.50', `${1300 + ++count}.50`))
  done(await planRelease(test.ledger, gatewayCall(), run.id))
  const id = (await outOf(run.id))?.id ?? ''
  await doubt(id)
  return { runId: run.id, id }
}
async function doubt(id: string): Promise<void> {
  done(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))
  done(await doubtTransmission(test.ledger, gatewayCall(), id))
}
const outOf = async (runId: string) => (await listBankMessages(test.ledger, { userId: 'x', companies: null }, runId))[0]
const second = { kind: 'user' as const, id: 'second', name: 'Second' }

it('one person’s no hands nothing over; a second person’s does, and neither the first nor the preparer is one', async () => {
  const { runId, id } = await inDoubt()
  const { version } = done(await denyTransmission(test.ledger, callOf(second, 'k'), id, 'their folder is empty'))
  expect(done(await denyTransmission(test.ledger, callOf(second, 'k'), id, 'their folder is empty'))).toMatchObject({ version })
  expect(await outOf(runId)).toMatchObject({ status: 'in-doubt', denial: { by: 'second', reason: 'their folder is empty', version } })
  expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), id, 'me too'))).toBe('proposed-before')
  expect(refused(await confirmDenial(test.ledger, callOf(second), id, version))).toBe('four-eyes')
  expect(refused(await confirmDenial(test.ledger, callOf(PREPARER), id, version))).toBe('hand-in-run')
  expect(refused(await confirmDenial(test.ledger, callOf(APPROVER), id, version + 1))).toBe('proposal-changed')
  expect((await outOf(runId))?.status).toBe('in-doubt')
  done(await confirmDenial(test.ledger, callOf(APPROVER), id, version))
  expect(await outOf(runId)).toMatchObject({ status: 'prepared', denial: null })
  expect((await readHistory(test.ledger, runId)).slice(0, 2).map(({ type, actor }) => [type, actor.name])).toEqual([
    ['audit.bank-did-not-receive-file', APPROVER.name],
    ['audit.bank-denial-proposed', 'Second'],
  ])
})

it('a no that was taken back, refused or overtaken by the next hand-over cannot be confirmed', async () => {
  const { id } = await inDoubt()
  const first = done(await denyTransmission(test.ledger, callOf(second), id, 'their folder is empty'))
  expect(done(await refuseDenial(test.ledger, callOf(second), id, first.version, 'I looked in the wrong one')).state).toBe('withdrawn')
  expect(refused(await confirmDenial(test.ledger, callOf(APPROVER), id, first.version))).toBe('proposal-changed')
  const next = done(await denyTransmission(test.ledger, callOf(second), id, 'now it is'))
  expect(done(await refuseDenial(test.ledger, callOf(PREPARER), id, next.version, 'they told me they have it')).state).toBe('refused')
  const third = done(await denyTransmission(test.ledger, callOf(second), id, 'it is empty'))
  const confirmed = done(await confirmDenial(test.ledger, callOf(APPROVER), id, third.version))
  await doubt(id)
  expect(refused(await confirmDenial(test.ledger, callOf(APPROVER), id, confirmed.version))).toBe('proposal-changed')
})

it('yes needs one person, also against another’s no', async () => {
  const { runId, id } = await inDoubt()
  const { version } = done(await denyTransmission(test.ledger, callOf(second), id, 'their folder is empty'))
  done(await affirmTransmission(test.ledger, callOf(PREPARER), id, 'Mrs Sample has it before her'))
  expect(await outOf(runId)).toMatchObject({ status: 'handed-over', denial: null })
  expect(refused(await confirmDenial(test.ledger, callOf(APPROVER), id, version))).toBe('wrong-state')
})

it('the database hands nothing over again by one person, nor by one who prepared the run', async () => {
  const { id } = await inDoubt()
  const again = test.ledger.$executeRaw`UPDATE bank_message SET status = 'prepared' WHERE id = ${id}::uuid`
  await expect(again).rejects.toThrow('two people')
  done(await denyTransmission(test.ledger, callOf(second), id, 'their folder is empty'))
  const by = (who: string) =>
    test.ledger.$executeRaw`UPDATE bank_message SET status = 'prepared', denial_confirmed_by = ${who} WHERE id = ${id}::uuid`
  await expect(by('second')).rejects.toThrow('by_two')
  await expect(by('preparer')).rejects.toThrow('had a hand')
})

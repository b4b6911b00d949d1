/** If one of these fails, strangers make the server hash passwords, or a key outlives the password that it was made with. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { tokenOf } from '@/payroll/set-up/sign-in-links'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { APPROVER, callOf, done, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { server } from '../http/server'
import { GET as listKeys, POST as makeKey } from './api-keys/route'
import { POST as firstAdministrator } from './first-administrator/route'
import { POST as choosePassword } from './sign-in-links/uses/route'

const PASSWORD = 'another password of the tests'

let test: TestLedger
let people: People
let env: Record<string, string>

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
}, 480_000)
afterAll(async () => {
  // Dropped with its database, a connection that is being closed fails where nobody listens.
  await server().ledger.$disconnect()
  await test.close()
})

it('nothing is hashed for a link that is none of ours', async () => {
  const hash = vi.spyOn((await server().auth.$context).password, 'hash')
  const token = tokenOf('01a22a74-3689-732d-9c67-2232c90104e1', 'a secret of somebody else')
  for (const ask of [
    people.ask('nobody', choosePassword, { body: { token, password: PASSWORD } }),
    people.ask('nobody', firstAdministrator, { body: { token, password: PASSWORD, name: 'Mallory', email: 'mallory@payledger.test' } }),
  ])
    expect(await ask).toMatchObject({ status: 410, body: { title: 'This link does not work' } })
  expect(hash).not.toHaveBeenCalled()
})

it('a reset ends the keys and unlinks the person from a provider, and the link is used up', async () => {
  const userId = await people.add('support', 'support')
  const { status } = await people.ask('support', makeKey, { body: { name: 'a program', permissions: ['search:read'], days: 1 } })
  expect(status).toBe(201)
  await test.ledger
    .$executeRaw`INSERT INTO app_account (id, user_id, account_id, provider_id) VALUES ('linked', ${userId}, 'a subject', 'oidc-of-a-test')`
  const { linkId } = done(await changeSetUp(test.ledger, { ...callOf(APPROVER), now: machineClock() }, { kind: 'reset', userId }, null))
  const body = { token: tokenOf(linkId ?? '', env.AUTH_SECRET ?? ''), password: PASSWORD }
  expect((await people.ask('nobody', choosePassword, { body })).status).toBe(200)
  expect((await people.ask('nobody', choosePassword, { body })).status).toBe(410)
  expect((await people.ask('support', listKeys, { method: 'GET' })).status, 'their session has ended').toBe(401)
  const [key] = await test.ledger.$queryRaw<
    { revoked: boolean }[]
  >`SELECT revoked_at IS NOT NULL AS revoked FROM api_key WHERE user_id = ${userId}`
  expect(key).toEqual({ revoked: true })
  expect((await test.ledger.account.findMany({ where: { userId } })).map(({ providerId }) => providerId)).toEqual(['credential'])
  // Both in the journal, as one request.
  const told = await test.ledger.$queryRaw<{ type: string; requests: number }[]>`
    SELECT type, count(*) OVER (PARTITION BY request_id)::int AS requests FROM outbox WHERE actor = ${userId} ORDER BY xid DESC, seq DESC LIMIT 2`
  expect(told).toEqual([
    { type: 'audit.person-chose-another-password', requests: 2 },
    { type: 'audit.person-unlinked-provider', requests: 2 },
  ])
})

/** If one of these fails, a stolen password is enough to approve a payroll. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authDoor, type Door } from '@/app/http/auth-door'
import { machineClock } from '@/stack/test-runner/clock'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { totp } from '@/stack/test-runner/totp'
import { createAuth } from './auth'
import { createUser } from './create-user'
import type { Role } from './permissions'
import { currentSession } from './session'

const APP_URL = 'http://127.0.0.1:3000'
const PASSWORD = 'a password of the tests'

let test: TestLedger
let door: Door
beforeAll(async () => {
  test = await testLedger()
  const auth = createAuth({ ledger: test.ledger, secret: 'a secret of the tests, worth nothing elsewhere', appUrl: APP_URL })
  door = { auth, ledger: test.ledger, sessionIdleMs: 1_800_000, appUrl: APP_URL }
})
afterAll(() => test.close())

let people = 0
/** Somebody who is let off nothing. */
async function person(...roles: Role[]): Promise<string> {
  const email = `factor${++people}@payledger.test`
  await createUser(door.auth, test.ledger, { name: `Person ${people}`, email, password: PASSWORD, roles })
  await test.ledger.$executeRaw`UPDATE app_user SET second_factor_waived = false WHERE email = ${email}`
  return email
}

type Asked = { status: number; body: Record<string, unknown>; cookie: string }

/** As a browser that keeps its cookies. */
async function post(path: string, body: object, cookie = ''): Promise<Asked> {
  const headers = { 'content-type': 'application/json', origin: APP_URL, cookie }
  const response = await authDoor(
    door,
    new Request(`${APP_URL}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    machineClock(),
  )
  const kept = new Map(
    cookie
      .split('; ')
      .filter(Boolean)
      .map((each) => [each.split('=')[0], each]),
  )
  for (const set of response.headers.getSetCookie()) {
    const [pair = ''] = set.split(';')
    if (/max-age=0/i.test(set)) kept.delete(pair.split('=')[0])
    else kept.set(pair.split('=')[0], pair)
  }
  return {
    status: response.status,
    body: ((await response.json().catch(() => ({}))) ?? {}) as Asked['body'],
    cookie: [...kept.values()].join('; '),
  }
}

const signIn = (email: string) => post('sign-in/email', { email, password: PASSWORD })
const seen = (cookie: string) => currentSession(door, new Headers({ cookie }))

/** With the secret and the recovery codes. */
async function enrolled(email: string): Promise<{ secret: string; codes: string[]; cookie: string }> {
  const { cookie } = await signIn(email)
  const { body } = await post('two-factor/enable', { password: PASSWORD }, cookie)
  const secret = new URL(String(body.totpURI)).searchParams.get('secret') ?? ''
  const proof = await post('two-factor/verify-totp', { code: totp(secret, machineClock()) }, cookie)
  expect(proof.status).toBe(200)
  return { secret, codes: body.backupCodes as string[], cookie: proof.cookie }
}

it.each([
  [['coordinator'], true],
  [['admin'], true],
  [['support', 'coordinator'], true],
  [['support'], false],
  [['finance', 'operator'], false],
] as [Role[], boolean][])('%j without a second factor: asked for one %s', async (roles, lacks) => {
  const { cookie } = await signIn(await person(...roles))
  expect(await seen(cookie)).toMatchObject({ lacksSecondFactor: lacks })
})

it('is set up with the password and a code, and asked for from then on', async () => {
  const email = await person('coordinator')
  const first = await signIn(email)
  expect((await post('two-factor/enable', { password: 'a guess of a password' }, first.cookie)).status).toBe(400)
  expect((await post('two-factor/enable', { password: PASSWORD })).status).toBe(401)
  const { secret, cookie } = await enrolled(email)
  expect(await seen(cookie)).toMatchObject({ lacksSecondFactor: false })
  const again = await signIn(email)
  expect(again.body).toMatchObject({ twoFactorRedirect: true })
  expect(await seen(again.cookie)).toBeNull()
  expect((await post('two-factor/verify-totp', { code: '000000' }, again.cookie)).status).toBe(401)
  const done = await post('two-factor/verify-totp', { code: totp(secret, machineClock()) }, again.cookie)
  expect(await seen(done.cookie)).toMatchObject({ email, lacksSecondFactor: false })
  // Another secret is not put in its place by who has the session and the password.
  expect((await post('two-factor/enable', { password: PASSWORD }, done.cookie)).status).toBe(400)
  expect((await post('two-factor/disable', { password: PASSWORD }, done.cookie)).status).toBe(404)
})

it('takes five wrong codes, and then the password again', async () => {
  const email = await person('admin')
  const { secret } = await enrolled(email)
  const { cookie } = await signIn(email)
  const statuses: number[] = []
  for (let n = 0; n < 6; n++) statuses.push((await post('two-factor/verify-totp', { code: '000000' }, cookie)).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 400])
  expect((await post('two-factor/verify-totp', { code: totp(secret, machineClock()) }, cookie)).status).toBe(401)
})

it('takes each recovery code once', async () => {
  const email = await person('coordinator')
  const { codes } = await enrolled(email)
  const use = async (code: string) => post('two-factor/verify-backup-code', { code }, (await signIn(email)).cookie)
  const used = await use(codes[0] ?? '')
  expect(await seen(used.cookie)).toMatchObject({ email })
  expect((await use(codes[0] ?? '')).status).toBe(401)
  expect((await use('nothing-like-it')).status).toBe(401)
})

it('is waived by nobody who works in the app', async () => {
  const email = await person('coordinator')
  const waive = test.ledger.$executeRaw`UPDATE app_user SET second_factor_waived = true WHERE email = ${email}`
  await expect(waive).rejects.toThrow(/a second factor is asked of them/)
})

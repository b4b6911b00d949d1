/** The sign-in door, attacked: what is counted, what is let through, and when a session ends. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authDoor, type Door } from '@/app/http/auth-door'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { createAuth } from './auth'
import { createUser } from './create-user'
import { currentSession } from './session'
import { takeAttempt } from './sign-in-limit'

const APP_URL = 'http://127.0.0.1:3000'
const PASSWORD = 'a password of the tests'
const NOW = new Date('2026-11-20T09:00:00Z')
const MINUTE_MS = 60_000

let test: TestLedger
let door: Door
beforeAll(async () => {
  test = await testLedger()
  const auth = createAuth({ ledger: test.ledger, secret: 'a secret of the tests, worth nothing elsewhere', appUrl: APP_URL })
  door = { auth, ledger: test.ledger, sessionIdleMs: 30 * MINUTE_MS, appUrl: APP_URL }
})
afterAll(() => test.close())

let people = 0
/** A person of their own, so that no test counts another's attempts. */
async function person(): Promise<string> {
  const email = `person${++people}@payledger.test`
  await createUser(door.auth, test.ledger, { name: `Person ${people}`, email, password: PASSWORD, roles: ['coordinator'] })
  return email
}

type Sent = { headers?: Record<string, string>; body?: BodyInit; now?: Date }
const post = (path: string, body: unknown, { headers = {}, body: raw, now = NOW }: Sent = {}): Promise<Response> =>
  authDoor(
    door,
    new Request(`${APP_URL}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: APP_URL, ...headers },
      body: raw ?? JSON.stringify(body),
      duplex: 'half',
    } as RequestInit),
    now,
  )
const signIn = (email: string, password = PASSWORD, sent: Sent = {}) => post('sign-in/email', { email, password }, sent)
const cookieOf = (response: Response) => ({
  cookie: response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; '),
})
const tally = (responses: readonly Response[]) =>
  Object.fromEntries(
    Map.groupBy(responses, ({ status }) => String(status))
      .entries()
      .map(([status, all]) => [status, all.length]),
  )

it('lets ten of forty guesses at once through, and the right password not afterwards', { timeout: 480_000 }, async () => {
  const email = await person()
  const all = await Promise.all(Array.from({ length: 40 }, (_, each) => signIn(email, `guess ${each} of forty`)))
  expect(tally(all)).toEqual({ 401: 10, 429: 30 })
  const blocked = await signIn(email)
  expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '600'])
  expect(await blocked.json()).toMatchObject({ detail: 'Too many failed sign-ins. Wait 10 minutes, then try again.' })
  expect((await signIn(email.toUpperCase(), PASSWORD, { now: new Date(NOW.getTime() + 9 * MINUTE_MS) })).status).toBe(429)
  expect((await signIn(email, PASSWORD, { now: new Date(NOW.getTime() + 10 * MINUTE_MS) })).status).toBe(200)
})

it('does not count those who know their password, however often they sign in', { timeout: 480_000 }, async () => {
  const email = await person()
  for (let turn = 0; turn < 11; turn++) expect((await signIn(email)).status).toBe(200)
})

it('counts one address at many accounts; a house of IPv6 is one address', async () => {
  const from = (address: string, each: number) => takeAttempt(test.ledger, { email: `nobody${each}@payledger.test`, address }, NOW)
  const first = await Promise.all(Array.from({ length: 103 }, (_, each) => from(`2001:db8:0:7::${(each + 1).toString(16)}`, each)))
  expect(first.filter((blocked) => blocked !== null)).toEqual(Array(3).fill({ waitSeconds: 600 }))
  expect(await from('2001:0DB8::7:1:2:3:4', 200)).not.toBeNull()
  expect(await from('2001:db8:0:8::1', 201)).toBeNull()
  expect(await from('::ffff:192.0.2.1', 202)).toBeNull()
})

it.each([
  ['a form', 'application/x-www-form-urlencoded', 'email=a%40b.test&password=x'],
  ['plain text', 'text/plain', '{"email":"a@b.test","password":"x"}'],
  ['a multipart form', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="email"\r\n\r\na@b.test\r\n--x--'],
  ['JSON by another name', 'application/jsonx', '{"email":"a@b.test","password":"x"}'],
  ['nothing', '', '{"email":"a@b.test","password":"x"}'],
])('takes no sign-in as %s', async (_, type, body) => {
  expect((await post('sign-in/email', null, { headers: { 'content-type': type }, body })).status).toBe(415)
})

it('reads no more than its limit of a body that never ends', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
    },
  })
  expect((await post('sign-in/email', null, { body: endless })).status).toBe(413)
  expect(sent).toBeLessThan(1_000_000)
})

it.each([
  ['another site', { origin: 'https://evil.example' }, 403],
  ['a neighbouring site', { 'sec-fetch-site': 'same-site' }, 403],
  ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
])('judges %s by the app’s address', async (_, headers, status) => {
  expect((await signIn(await person(), PASSWORD, { headers: headers as Record<string, string> })).status).toBe(status)
})

it('has no other door', async () => {
  const cookie = cookieOf(await signIn(await person()))
  const body = { name: 'Sample Approver', email: 'a@b.test', password: PASSWORD }
  const others = ['update-user', 'sign-up/email', 'update-session', 'revoke-sessions', 'set-password', 'delete-user', 'change-email']
  for (const path of [...others, 'sign-in/email/', '/sign-in/email', 'sign-in%2Femail', 'Sign-In/Email'])
    expect([path, (await post(path, body, { headers: cookie })).status]).toEqual([path, 404])
})

it('lets nobody rename themselves, not even past our door', async () => {
  const email = await person()
  const cookie = cookieOf(await signIn(email))
  const request = new Request(`${APP_URL}/api/auth/update-user`, {
    method: 'POST',
    headers: { ...cookie, 'content-type': 'application/json', origin: APP_URL },
    body: JSON.stringify({ name: 'Sample Approver' }),
  })
  expect((await door.auth.handler(request)).status).toBe(404)
  expect(await currentSession(door, new Headers(cookie))).toMatchObject({ name: `Person ${people}` })
})

it('ends every other session when the password is changed, and counts guesses at the old one', { timeout: 480_000 }, async () => {
  const email = await person()
  const [thief, owner] = [cookieOf(await signIn(email)), cookieOf(await signIn(email))]
  const wanted = { currentPassword: PASSWORD, newPassword: 'another password of the tests' }
  const changed = await post('change-password', wanted, { headers: owner })
  expect(changed.status).toBe(200)
  expect(await currentSession(door, new Headers(thief))).toBeNull()
  expect(await currentSession(door, new Headers(cookieOf(changed)))).toMatchObject({ email })
  expect((await signIn(email)).status).toBe(401)
  expect((await signIn(email, wanted.newPassword)).status).toBe(200)
  for (let each = 0; each < 8; each++) await takeAttempt(test.ledger, { email, address: null }, NOW)
  const guess = () => post('change-password', { ...wanted, currentPassword: 'a guess' }, { headers: cookieOf(changed) })
  expect([(await guess()).status, (await guess()).status]).toEqual([400, 429])
  expect((await post('change-password', wanted)).status).toBe(401)
})

it('ends a session that nobody used, for good', async () => {
  const cookie = new Headers(cookieOf(await signIn(await person())))
  await pause(20)
  expect(await currentSession({ ...door, sessionIdleMs: 1 }, cookie)).toBeNull()
  expect(await currentSession(door, cookie)).toBeNull()
})

it('keeps one that is used', async () => {
  const email = await person()
  const cookie = new Headers(cookieOf(await signIn(email)))
  const seenAt = async () => (await test.ledger.session.findFirstOrThrow({ where: { user: { email } } })).seenAt.getTime()
  const began = await seenAt()
  await pause(600)
  expect(await currentSession({ ...door, sessionIdleMs: 5_000 }, cookie)).toMatchObject({ email })
  expect(await seenAt()).toBeGreaterThan(began)
})

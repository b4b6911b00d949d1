/** Sign-in at a real OpenID Connect provider. If one of these fails, somebody comes in as another person, or past their second factor. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authDoor, type Door } from '@/app/http/auth-door'
import { comeFromProvider } from '@/app/http/oidc-door'
import { machineClock } from '@/stack/test-runner/clock'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type AtProvider, TestProvider } from '@/stack/test-runner/oidc-provider'
import { totp } from '@/stack/test-runner/totp'
import { createAuth } from './auth'
import { createUser } from './create-user'
import { CALLBACK_PATH, createOidc } from './oidc'
import type { Role } from './permissions'
import { currentSession, owingSession } from './session'
import { takeAttempt } from './sign-in-limit'

const APP_URL = 'http://127.0.0.1:3000'
const PASSWORD = 'a password of the tests'

let test: TestLedger
let provider: TestProvider
let door: Door
const authOptions = () => ({ ledger: test.ledger, secret: 'a secret of the tests, worth nothing elsewhere', appUrl: APP_URL })
beforeAll(async () => {
  test = await testLedger()
  provider = await TestProvider.start(`${APP_URL}${CALLBACK_PATH}`)
  door = {
    auth: createAuth(authOptions()),
    oidc: createOidc(authOptions(), provider.config),
    ledger: test.ledger,
    sessionIdleMs: 1_800_000,
    appUrl: APP_URL,
  }
})
afterAll(async () => {
  await provider.stop()
  await test.close()
})

let people = 0
type Somebody = { id: string; email: string; at: AtProvider }
/** Somebody who is active here and confirmed there. */
async function person(...roles: Role[]): Promise<Somebody> {
  const email = `oidc${++people}@payledger.test`
  const id = await createUser(door.auth, test.ledger, { name: `Person ${people}`, email, password: PASSWORD, roles })
  await test.ledger.$executeRaw`UPDATE app_user SET second_factor_waived = false WHERE email = ${email}`
  return { id, email, at: { sub: `subject-${people}`, email: email.toUpperCase(), email_verified: true } }
}

/** A browser at the app: its cookies. */
class Browser {
  readonly #jar = new Map<string, string>()

  get headers(): Headers {
    return new Headers({ cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '), origin: APP_URL })
  }
  session = () => currentSession(door, this.headers)

  async post(path: string, body: object, via = door): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers = this.headers
    headers.set('content-type', 'application/json')
    const request = new Request(`${APP_URL}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const response = this.#kept(await authDoor(via, request, machineClock()))
    return { status: response.status, body: ((await response.json().catch(() => ({}))) ?? {}) as Record<string, unknown> }
  }

  /** Back from the provider; where it leads. */
  async come(back: URL, via = door): Promise<string> {
    const response = this.#kept(await comeFromProvider(via, new Request(back, { headers: this.headers })))
    expect(response.status).toBe(302)
    return (response.headers.get('location') ?? '').replace(APP_URL, '')
  }

  async begin(next = '/'): Promise<string> {
    const { status, body } = await this.post('sign-in/oidc', { next })
    expect(status).toBe(200)
    return String(body.url)
  }

  /** The whole way, as `who`. */
  async signIn(who: AtProvider | 'cancels', next?: string): Promise<string> {
    provider.expect(who)
    return this.come(await provider.visit(await this.begin(next)))
  }

  #kept(response: Response): Response {
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/max-age=0/i.test(set)) this.#jar.delete(name)
      else this.#jar.set(name, value)
    }
    return response
  }
}

const links = (userId: string) => test.ledger.account.findMany({ where: { userId, providerId: { not: 'credential' } } })

it('lets in who is active here and confirmed there, and keeps nothing of the provider but the subject', async () => {
  const { id, email, at } = await person('support')
  const browser = new Browser()
  const url = new URL(await browser.begin('/support'))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid email profile',
  })
  expect(url.searchParams.get('nonce')).toMatch(/^.{32}$/)
  provider.expect(at)
  expect(await browser.come(await provider.visit(url.href))).toBe('/sign-in?next=%2Fsupport')
  expect(await browser.session()).toMatchObject({ userId: id, email, lacksSecondFactor: false })
  const [link] = await links(id)
  expect(link).toMatchObject({ accountId: at.sub, accessToken: null, refreshToken: null, idToken: null, scope: null })
  // The second time nothing is linked anew, and nothing kept either.
  await new Browser().signIn(at)
  expect(await links(id)).toEqual([link])
  expect(await test.ledger.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ email, name: `Person ${people}` })
})

it('lets nobody in whom no administrator let in', async () => {
  const at = { sub: 'a stranger', email: 'stranger@elsewhere.test', email_verified: true }
  const before = await test.ledger.user.count()
  const browser = new Browser()
  expect(await browser.signIn(at)).toBe('/sign-in?problem=unknown')
  expect(await browser.session()).toBeNull()
  expect(await test.ledger.user.count()).toBe(before)
  const invited = { sub: 'invited', email: 'invited@payledger.test', email_verified: true }
  await test.ledger.$executeRaw`
    INSERT INTO app_user (id, name, email, email_verified, roles) VALUES ('invited', 'Invited', ${invited.email}, true, '{support}')`
  expect(await browser.signIn(invited)).toBe('/sign-in?problem=unknown')
  expect(await links('invited')).toEqual([])
})

it('links nobody by an address that the provider has not confirmed', async () => {
  const { id, at } = await person('support')
  const browser = new Browser()
  expect(await browser.signIn({ ...at, email_verified: false }, '/support')).toBe('/sign-in?next=%2Fsupport&problem=unconfirmed')
  expect([await browser.session(), await links(id)]).toEqual([null, []])
})

it.each(['before', 'after'])('lets nobody in who is deactivated, %s they were linked', async (when) => {
  const { id, at } = await person('support')
  if (when === 'after') await new Browser().signIn(at)
  await test.ledger.$executeRaw`UPDATE app_user SET deactivated_at = now() WHERE id = ${id}`
  const browser = new Browser()
  expect(await browser.signIn(at)).toBe('/sign-in?problem=unknown')
  expect(await browser.session()).toBeNull()
  expect(await links(id)).toHaveLength(when === 'after' ? 1 : 0)
})

it('knows by the subject who was linked, whatever their address is there', async () => {
  const [{ id, at }, other] = [await person('support'), await person('coordinator')]
  await new Browser().signIn(at)
  const browser = new Browser()
  await browser.signIn({ ...at, email: other.email })
  expect(await browser.session()).toMatchObject({ userId: id })
  expect(await links(other.id)).toEqual([])
})

it('gives nobody another person’s account, who has got their address', async () => {
  const { id, at } = await person('support')
  await new Browser().signIn(at)
  const browser = new Browser()
  expect(await browser.signIn({ ...at, sub: 'a successor' })).toBe('/sign-in?problem=linked-elsewhere')
  expect([await browser.session(), (await links(id)).map(({ accountId }) => accountId)]).toEqual([null, [at.sub]])
})

it('links one of two subjects that come at the same moment', async () => {
  const { id, at } = await person('support')
  const twins = [at, { ...at, sub: 'a twin' }]
  const backs: [Browser, URL][] = []
  for (const each of twins) {
    const browser = new Browser()
    const url = await browser.begin()
    provider.expect(each)
    backs.push([browser, await provider.visit(url)])
  }
  const led = await Promise.all(backs.map(([browser, back]) => browser.come(back)))
  expect(led.sort()).toEqual(['/sign-in', '/sign-in?problem=linked-elsewhere'])
  expect(await links(id)).toHaveLength(1)
})

it('says that somebody cancelled', async () => {
  expect(await new Browser().signIn('cancels')).toBe('/sign-in?problem=cancelled')
})

it('takes what comes back once, from the browser that began, for its own sign-in', async () => {
  const { at } = await person('support')
  provider.expect(at)
  const [browser, thief] = [new Browser(), new Browser()]
  const back = await provider.visit(await browser.begin())
  expect(await thief.come(back)).toBe('/sign-in?problem=expired')
  // A victim led to the thief's answer does not become the thief.
  const [victim, own] = [new Browser(), await provider.visit(await thief.begin())]
  await victim.begin()
  expect(await victim.come(own)).toBe('/sign-in?problem=expired')
  expect([await thief.session(), await victim.session()]).toEqual([null, null])
  const again = await provider.visit(await browser.begin())
  expect(await browser.come(again)).toBe('/sign-in')
  expect(await browser.come(again)).toBe('/sign-in?problem=expired')
  const forged = new URL(again)
  forged.searchParams.set('state', 'x'.repeat(32))
  expect(await browser.come(forged)).toBe('/sign-in?problem=expired')
})

it('refuses an answer of another issuer, and a code that is none', async () => {
  provider.expect((await person('support')).at)
  for (const [name, value] of [
    ['iss', 'https://evil.example'],
    ['code', 'a-code-of-nobody'],
  ] as const) {
    const browser = new Browser()
    const back = await provider.visit(await browser.begin())
    back.searchParams.set(name, value)
    expect([await browser.come(back), await browser.session()]).toEqual(['/sign-in?problem=provider', null])
  }
})

it.each([
  ['a malformed state', '?state=a%20b&code=1'],
  ['no state', '?code=1'],
  ['two states', '?state=a&state=b&code=1'],
  ['an endless code', `?state=a&code=${'1'.repeat(5_000)}`],
  ['an error that is none', '?state=a&error=<script>'],
  ['nothing', ''],
])('understands nothing of %s', async (_, query) => {
  expect(await new Browser().come(new URL(`${CALLBACK_PATH}${query}`, APP_URL))).toBe('/sign-in?problem=provider')
})

it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/api/auth/sign-out', '/sign-in?problem=unknown'])(
  'leads to the start instead of %s',
  async (next) => {
    expect(await new Browser().signIn((await person('support')).at, next)).toBe('/sign-in')
  },
)

it('has no other way in: no provider, scope or address of the caller’s choosing', async () => {
  const browser = new Browser()
  for (const path of ['sign-in/social', 'sign-in/oauth2', 'link-social', 'callback/oidc', 'unlink-account', 'get-access-token'])
    expect([path, (await browser.post(path, { provider: 'oidc', callbackURL: '/' })).status]).toEqual([path, 404])
  const { body } = await browser.post('sign-in/oidc', {
    next: '/',
    callbackURL: 'https://evil.example',
    scopes: ['offline_access'],
    loginHint: 'x',
  })
  expect(String(body.url)).not.toMatch(/evil|offline_access|login_hint/)
  const elsewhere = new Request(`${APP_URL}/api/auth/callback/google?state=a&code=b`)
  expect((await comeFromProvider(door, elsewhere)).status).toBe(404)
  const unset = { ...door, oidc: null }
  expect((await browser.post('sign-in/oidc', {}, unset)).status).toBe(404)
  expect((await comeFromProvider(unset, new Request(`${APP_URL}${CALLBACK_PATH}?state=a&code=b`))).status).toBe(404)
})

/** A coordinator with a second factor, and its secret. */
async function enrolled(): Promise<Somebody & { secret: string; codes: string[] }> {
  const somebody = await person('coordinator')
  const browser = new Browser()
  await browser.post('sign-in/email', { email: somebody.email, password: PASSWORD })
  const { body } = await browser.post('two-factor/enable', { password: PASSWORD })
  const secret = new URL(String(body.totpURI)).searchParams.get('secret') ?? ''
  expect((await browser.post('two-factor/verify-totp', { code: totp(secret, machineClock()) })).status).toBe(200)
  return { ...somebody, secret, codes: body.backupCodes as string[] }
}

it('owes a code before anything else is answered', async () => {
  const { id, at, secret } = await enrolled()
  const browser = new Browser()
  expect(await browser.signIn(at, '/payroll')).toBe('/sign-in?next=%2Fpayroll')
  expect([await browser.session(), await owingSession(door, browser.headers)]).toMatchObject([null, { email: expect.any(String) }])
  const password = { currentPassword: PASSWORD, newPassword: 'another password of the tests' }
  for (const [path, body] of [
    ['change-password', password],
    ['two-factor/enable', { password: PASSWORD }],
    ['two-factor/generate-backup-codes', { password: PASSWORD }],
    ['revoke-other-sessions', {}],
  ] as const)
    expect([path, (await browser.post(path, body)).status]).toEqual([path, 401])
  expect((await browser.post('two-factor/verify-totp', { code: '000000' })).status).toBe(401)
  expect(await browser.session()).toBeNull()
  expect((await browser.post('two-factor/verify-totp', { code: totp(secret, machineClock()) })).status).toBe(200)
  expect(await browser.session()).toMatchObject({ userId: id, lacksSecondFactor: false })
  // The next one owes it anew.
  await browser.signIn(at)
  expect(await browser.session()).toBeNull()
})

it('takes a recovery code instead, once', async () => {
  const { id, at, codes } = await enrolled()
  const [browser, other] = [new Browser(), new Browser()]
  await browser.signIn(at)
  expect((await browser.post('two-factor/verify-backup-code', { code: codes[0] ?? '' })).status).toBe(200)
  expect(await browser.session()).toMatchObject({ userId: id })
  await other.signIn(at)
  expect((await other.post('two-factor/verify-backup-code', { code: codes[0] ?? '' })).status).toBe(401)
  expect(await other.session()).toBeNull()
})

it('counts wrong codes, from however many sign-ins, and waits ten minutes for a right one', async () => {
  const { at, secret } = await enrolled()
  const statuses: number[] = []
  for (const browser of [new Browser(), new Browser()]) {
    await browser.signIn(at)
    for (let n = 0; n < 6; n++) statuses.push((await browser.post('two-factor/verify-totp', { code: '000000' })).status)
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  const late = await enrolled()
  const browser = new Browser()
  await browser.signIn(late.at)
  await test.ledger
    .$executeRaw`UPDATE app_session SET created_at = created_at - interval '11 minutes' WHERE user_id = ${late.id} AND second_factor_due`
  expect((await browser.post('two-factor/verify-totp', { code: totp(late.secret, machineClock()) })).status).toBe(401)
  expect((await browser.post('two-factor/verify-totp', { code: totp(secret, machineClock()) })).status).toBe(401)
  expect(await browser.session()).toBeNull()
})

it('lets who needs a second factor and has none do nothing before they have one', async () => {
  const { at } = await person('admin')
  const browser = new Browser()
  await browser.signIn(at)
  expect(await browser.session()).toMatchObject({ lacksSecondFactor: true })
})

it('counts those who begin by their address, and gives back who comes in', async () => {
  const from = { email: null, address: '192.0.2.7' }
  for (let n = 0; n < 100; n++) expect(await takeAttempt(test.ledger, from, machineClock())).toBeNull()
  const request = () =>
    new Request(`${APP_URL}/api/auth/sign-in/oidc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-client-address': from.address },
      body: '{}',
    })
  expect((await authDoor(door, request(), machineClock())).status).toBe(429)
})

it('begins nothing for another site', async () => {
  const headers = { 'content-type': 'application/json', origin: 'https://evil.example' }
  const request = new Request(`${APP_URL}/api/auth/sign-in/oidc`, { method: 'POST', headers, body: '{}' })
  expect((await authDoor(door, request, machineClock())).status).toBe(403)
})

it.each(['broken', 'silent'] as const)(
  'signs in by password while the provider is %s, and by it once it answers again',
  { timeout: 60_000 },
  async (down) => {
    const { email, at } = await person('support')
    const via = { ...door, oidc: createOidc(authOptions(), provider.config) }
    const browser = new Browser()
    provider.down = down
    const { status, body } = await browser.post('sign-in/oidc', {}, via)
    expect([status, body.detail]).toEqual([
      503,
      'You cannot use the tests’ sign-in now, because it does not answer. Use your password, or try again in a moment.',
    ])
    const refused = new URL(`${CALLBACK_PATH}?state=${'a'.repeat(32)}&code=b`, APP_URL)
    expect(await browser.come(refused, via)).toBe('/sign-in?problem=provider')
    expect((await browser.post('sign-in/email', { email, password: PASSWORD }, via)).status).toBe(200)
    expect(await browser.session()).toMatchObject({ email })
    provider.down = null
    const again = new Browser()
    provider.expect(at)
    const back = await provider.visit(String((await again.post('sign-in/oidc', {}, via)).body.url))
    // It goes down between the two, with somebody on the way.
    provider.down = down
    expect(await again.come(back, via)).toBe('/sign-in?problem=provider')
    expect(await again.session()).toBeNull()
    provider.down = null
    expect(await again.come(await provider.visit(String((await again.post('sign-in/oidc', {}, via)).body.url)), via)).toBe('/sign-in')
    expect(await again.session()).toMatchObject({ email })
  },
)

it('asks a provider nothing before someone wants to sign in there, and believes none of another name', async () => {
  const of = (issuer: string) => ({ ...door, oidc: createOidc(authOptions(), { ...provider.config, issuer }) })
  const before = provider.asked
  const [other, same] = [of(provider.issuer.replace('127.0.0.1', 'localhost')), of(`${provider.issuer}/`)]
  await pause(200)
  expect(provider.asked).toBe(before)
  expect((await new Browser().post('sign-in/oidc', {}, other)).status).toBe(503)
  expect((await new Browser().post('sign-in/oidc', {}, same)).status).toBe(200)
  expect(provider.asked).toBeGreaterThan(before)
})

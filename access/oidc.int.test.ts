/** Sign-in at a real OpenID Connect provider. If one of these fails, whoever comes from there comes in as another person. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authDoor } from '@/app/http/auth-door'
import { comeFromProvider } from '@/app/http/oidc-door'
import { auditV1 } from '@/events/audit-v1'
import { envelope } from '@/events/envelope'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { machineClock } from '@/stack/test-runner/clock'
import { APP_URL, OidcGround, PASSWORD } from '@/stack/test-runner/oidc-ground'
import { CALLBACK_PATH } from './oidc'
import { takeAttempt } from './sign-in-limit'

let ground: OidcGround
beforeAll(async () => {
  ground = await OidcGround.open()
})
afterAll(() => ground.close())

const links = (userId: string) => ground.test.ledger.account.findMany({ where: { userId, providerId: { not: 'credential' } } })
const acts = async (id: string) => (await readSetUpHistory(ground.test.ledger, id)).map(({ act, by, detail }) => ({ act, by, detail }))

it('lets in who is active here and confirmed there, and keeps nothing of the provider but the subject', async () => {
  const { id, email, at } = await ground.person('support')
  const browser = ground.browser()
  const url = new URL(await browser.begin('/support'))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid email profile',
  })
  expect(url.searchParams.get('nonce')).toMatch(/^.{32}$/)
  ground.provider.expect(at)
  expect(await browser.come(await ground.provider.visit(url.href))).toBe('/sign-in?next=%2Fsupport')
  expect(await browser.session()).toMatchObject({ userId: id, email, lacksSecondFactor: false })
  const [link] = await links(id)
  expect(link).toMatchObject({ accountId: at.sub, accessToken: null, refreshToken: null, idToken: null, scope: null })
  // The second time nothing is linked anew, and nothing kept either.
  await ground.browser().signIn(at)
  expect(await links(id)).toEqual([link])
  expect(await ground.test.ledger.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ email, name: 'A Person' })
  // That they were linked is in their history, once.
  expect(await acts(id)).toEqual([
    {
      act: 'audit.person-linked-provider',
      by: { name: 'A Person', email },
      detail: { provider: link?.providerId, subject: at.sub },
    },
  ])
})

it('links, unlinks and moves nobody in silence, not even by raw SQL', async () => {
  const { id, at } = await ground.person('support')
  const other = await ground.person('support')
  const { ledger } = ground.test
  await ground.browser().signIn(at)
  await expect(ledger.$executeRaw`UPDATE app_account SET user_id = ${other.id} WHERE account_id = ${at.sub}`).rejects.toThrow(/never moved/)
  await expect(ledger.$executeRaw`UPDATE app_account SET account_id = 'another' WHERE account_id = ${at.sub}`).rejects.toThrow(
    /never moved/,
  )
  await ledger.$executeRaw`DELETE FROM app_account WHERE account_id = ${at.sub}`
  expect((await acts(id)).map(({ act }) => act)).toEqual(['audit.person-unlinked-provider', 'audit.person-linked-provider'])
  expect(await acts(other.id)).toEqual([])
  // As every copy reads it.
  const events = await ledger.$queryRaw<{ event: string }[]>`SELECT event FROM outbox WHERE actor = ${id}`
  for (const { event } of events)
    expect(auditV1.parse(envelope.parse(JSON.parse(event)).data)).toMatchObject({ actor: { kind: 'user', id } })
  // What the journal cannot hold links nobody.
  await expect(ledger.$executeRaw`
    INSERT INTO app_account (id, user_id, account_id, provider_id) VALUES ('odd', ${other.id}, ${'a bell \u0007'}, 'oidc-of-a-test')`).rejects.toThrow(
    /outbox_event_is_sound/,
  )
  expect(await links(other.id)).toEqual([])
})

it('lets nobody in whom no administrator let in', async () => {
  const at = { sub: 'a stranger', email: 'stranger@elsewhere.test', email_verified: true }
  const before = await ground.test.ledger.user.count()
  const browser = ground.browser()
  expect(await browser.signIn(at)).toBe('/sign-in?problem=unknown')
  expect(await browser.session()).toBeNull()
  expect(await ground.test.ledger.user.count()).toBe(before)
  const invited = { sub: 'invited', email: 'invited@payledger.test', email_verified: true }
  await ground.test.ledger.$executeRaw`
    INSERT INTO app_user (id, name, email, email_verified, roles) VALUES ('invited', 'Invited', ${invited.email}, true, '{support}')`
  expect(await browser.signIn(invited)).toBe('/sign-in?problem=unknown')
  expect(await links('invited')).toEqual([])
})

it('links nobody by an address that the provider has not confirmed', async () => {
  const { id, at } = await ground.person('support')
  const browser = ground.browser()
  expect(await browser.signIn({ ...at, email_verified: false }, '/support')).toBe('/sign-in?next=%2Fsupport&problem=unconfirmed')
  expect([await browser.session(), await links(id)]).toEqual([null, []])
})

it.each(['before', 'after'])('lets nobody in who is deactivated, %s they were linked', async (when) => {
  const { id, at } = await ground.person('support')
  if (when === 'after') await ground.browser().signIn(at)
  await ground.test.ledger.$executeRaw`UPDATE app_user SET deactivated_at = now() WHERE id = ${id}`
  const browser = ground.browser()
  expect(await browser.signIn(at)).toBe('/sign-in?problem=unknown')
  expect(await browser.session()).toBeNull()
  expect(await links(id)).toHaveLength(when === 'after' ? 1 : 0)
})

it('knows by the subject who was linked, whatever their address is there', async () => {
  const [{ id, at }, other] = [await ground.person('support'), await ground.person('coordinator')]
  await ground.browser().signIn(at)
  const browser = ground.browser()
  await browser.signIn({ ...at, email: other.email })
  expect(await browser.session()).toMatchObject({ userId: id })
  expect(await links(other.id)).toEqual([])
})

it('gives nobody another person’s account, who has got their address', async () => {
  const { id, at } = await ground.person('support')
  await ground.browser().signIn(at)
  const browser = ground.browser()
  expect(await browser.signIn({ ...at, sub: 'a successor' })).toBe('/sign-in?problem=linked-elsewhere')
  expect([await browser.session(), (await links(id)).map(({ accountId }) => accountId)]).toEqual([null, [at.sub]])
})

it('links one of two subjects that come at the same moment', async () => {
  const { id, at } = await ground.person('support')
  const twins = [at, { ...at, sub: 'a twin' }]
  const backs: [ReturnType<typeof ground.browser>, URL][] = []
  for (const each of twins) {
    const browser = ground.browser()
    const url = await browser.begin()
    ground.provider.expect(each)
    backs.push([browser, await ground.provider.visit(url)])
  }
  const led = await Promise.all(backs.map(([browser, back]) => browser.come(back)))
  expect(led.sort()).toEqual(['/sign-in', '/sign-in?problem=linked-elsewhere'])
  expect(await links(id)).toHaveLength(1)
})

it('says that somebody cancelled', async () => {
  expect(await ground.browser().signIn('cancels')).toBe('/sign-in?problem=cancelled')
})

it('takes what comes back once, from the browser that began, for its own sign-in', async () => {
  const { at } = await ground.person('support')
  ground.provider.expect(at)
  const [browser, thief] = [ground.browser(), ground.browser()]
  const back = await ground.provider.visit(await browser.begin())
  expect(await thief.come(back)).toBe('/sign-in?problem=expired')
  // A victim led to the thief's answer does not become the thief.
  const [victim, own] = [ground.browser(), await ground.provider.visit(await thief.begin())]
  await victim.begin()
  expect(await victim.come(own)).toBe('/sign-in?problem=expired')
  expect([await thief.session(), await victim.session()]).toEqual([null, null])
  const again = await ground.provider.visit(await browser.begin())
  expect(await browser.come(again)).toBe('/sign-in')
  expect(await browser.come(again)).toBe('/sign-in?problem=expired')
  const forged = new URL(again)
  forged.searchParams.set('state', 'x'.repeat(32))
  expect(await browser.come(forged)).toBe('/sign-in?problem=expired')
})

it('refuses an answer of another issuer, and a code that is none', async () => {
  ground.provider.expect((await ground.person('support')).at)
  for (const [name, value] of [
    ['iss', 'https://evil.example'],
    ['code', 'a-code-of-nobody'],
  ] as const) {
    const browser = ground.browser()
    const back = await ground.provider.visit(await browser.begin())
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
  expect(await ground.browser().come(new URL(`${CALLBACK_PATH}${query}`, APP_URL))).toBe('/sign-in?problem=provider')
})

it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/api/auth/sign-out', '/sign-in?problem=unknown'])(
  'leads to the start instead of %s',
  async (next) => {
    expect(await ground.browser().signIn((await ground.person('support')).at, next)).toBe('/sign-in')
  },
)

it('has no other way in: no provider, scope or address of the caller’s choosing', async () => {
  const browser = ground.browser()
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
  expect((await comeFromProvider(ground.door, elsewhere)).status).toBe(404)
  const unset = { ...ground.door, oidc: null }
  expect((await browser.post('sign-in/oidc', {}, unset)).status).toBe(404)
  expect((await comeFromProvider(unset, new Request(`${APP_URL}${CALLBACK_PATH}?state=a&code=b`))).status).toBe(404)
})

it('counts those who begin by their address, and gives back who comes in', async () => {
  const from = { email: null, address: '192.0.2.7' }
  for (let n = 0; n < 100; n++) expect(await takeAttempt(ground.test.ledger, from, machineClock())).toBeNull()
  const request = () =>
    new Request(`${APP_URL}/api/auth/sign-in/oidc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-client-address': from.address },
      body: '{}',
    })
  expect((await authDoor(ground.door, request(), machineClock())).status).toBe(429)
})

it('begins nothing for another site', async () => {
  const headers = { 'content-type': 'application/json', origin: 'https://evil.example' }
  const request = new Request(`${APP_URL}/api/auth/sign-in/oidc`, { method: 'POST', headers, body: '{}' })
  expect((await authDoor(ground.door, request, machineClock())).status).toBe(403)
})

it.each(['broken', 'silent'] as const)(
  'signs in by password while the provider is %s, and by it once it answers again',
  { timeout: 60_000 },
  async (down) => {
    const { email, at } = await ground.person('support')
    const via = { ...ground.door, oidc: ground.newOidc() }
    const browser = ground.browser()
    ground.provider.down = down
    const { status, body } = await browser.post('sign-in/oidc', {}, via)
    expect([status, body.detail]).toEqual([
      503,
      'You cannot use the tests’ sign-in now, because it does not answer. Use your password, or try again in a moment.',
    ])
    const refused = new URL(`${CALLBACK_PATH}?state=${'a'.repeat(32)}&code=b`, APP_URL)
    expect(await browser.come(refused, via)).toBe('/sign-in?problem=provider')
    expect((await browser.post('sign-in/email', { email, password: PASSWORD }, via)).status).toBe(200)
    expect(await browser.session()).toMatchObject({ email })
    ground.provider.down = null
    const again = ground.browser()
    ground.provider.expect(at)
    const back = await ground.provider.visit(String((await again.post('sign-in/oidc', {}, via)).body.url))
    // It goes down between the two, with somebody on the way.
    ground.provider.down = down
    expect(await again.come(back, via)).toBe('/sign-in?problem=provider')
    expect(await again.session()).toBeNull()
    ground.provider.down = null
    expect(await again.come(await ground.provider.visit(String((await again.post('sign-in/oidc', {}, via)).body.url)), via)).toBe(
      '/sign-in',
    )
    expect(await again.session()).toMatchObject({ email })
  },
)

it.each(['broken', 'silent'] as const)(
  'leads nobody to a provider that is %s, though it was known before',
  { timeout: 30_000 },
  async (down) => {
    const browser = ground.browser()
    await browser.begin()
    ground.provider.down = down
    expect((await browser.post('sign-in/oidc', {})).status).toBe(503)
    ground.provider.down = null
    expect(await browser.begin()).toMatch(/^http/)
  },
)

it('asks a provider nothing before someone wants to sign in there, and believes none of another name', async () => {
  const of = (issuer: string) => ({ ...ground.door, oidc: ground.newOidc(issuer) })
  const before = ground.provider.asked
  const [other, same] = [of(ground.provider.issuer.replace('127.0.0.1', 'localhost')), of(`${ground.provider.issuer}/`)]
  await pause(200)
  expect(ground.provider.asked).toBe(before)
  expect((await ground.browser().post('sign-in/oidc', {}, other)).status).toBe(503)
  expect((await ground.browser().post('sign-in/oidc', {}, same)).status).toBe(200)
  expect(ground.provider.asked).toBeGreaterThan(before)
})

/** If one of these fails, a provider's word is enough to approve a payroll. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { machineClock } from '@/stack/test-runner/clock'
import { type Member, OidcGround, PASSWORD } from '@/stack/test-runner/oidc-ground'
import { totp } from '@/stack/test-runner/totp'
import { owingSession } from './session'

let ground: OidcGround
beforeAll(async () => {
  ground = await OidcGround.open()
})
afterAll(() => ground.close())

/** A coordinator with a second factor, and its secret. */
async function enrolled(): Promise<Member & { secret: string; codes: string[] }> {
  const somebody = await ground.person('coordinator')
  const browser = ground.browser()
  await browser.post('sign-in/email', { email: somebody.email, password: PASSWORD })
  const { body } = await browser.post('two-factor/enable', { password: PASSWORD })
  const secret = new URL(String(body.totpURI)).searchParams.get('secret') ?? ''
  expect((await browser.post('two-factor/verify-totp', { code: totp(secret, machineClock()) })).status).toBe(200)
  return { ...somebody, secret, codes: body.backupCodes as string[] }
}

it('owes a code before anything else is answered', async () => {
  const { id, at, secret } = await enrolled()
  const browser = ground.browser()
  expect(await browser.signIn(at, '/payroll')).toBe('/sign-in?next=%2Fpayroll')
  expect([await browser.session(), await owingSession(ground.door, browser.headers)]).toMatchObject([null, { email: expect.any(String) }])
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
  const [browser, other] = [ground.browser(), ground.browser()]
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
  for (const browser of [ground.browser(), ground.browser()]) {
    await browser.signIn(at)
    for (let n = 0; n < 6; n++) statuses.push((await browser.post('two-factor/verify-totp', { code: '000000' })).status)
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  const late = await enrolled()
  const browser = ground.browser()
  await browser.signIn(late.at)
  await ground.test.ledger
    .$executeRaw`UPDATE app_session SET created_at = created_at - interval '11 minutes' WHERE user_id = ${late.id} AND second_factor_due`
  expect((await browser.post('two-factor/verify-totp', { code: totp(late.secret, machineClock()) })).status).toBe(401)
  expect((await browser.post('two-factor/verify-totp', { code: totp(secret, machineClock()) })).status).toBe(401)
  expect(await browser.session()).toBeNull()
})

it('lets who needs a second factor and has none do nothing before they have one', async () => {
  const { at } = await ground.person('admin')
  const browser = ground.browser()
  await browser.signIn(at)
  expect(await browser.session()).toMatchObject({ lacksSecondFactor: true })
})

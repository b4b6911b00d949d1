/** Signing in at the company's own OpenID Connect provider: who comes in, who does not, and what is said while it is down. */
import type { Page } from '@playwright/test'
import { CALLBACK_PATH } from '@/access/oidc'
import { PROVIDER } from '@/stack/test-runner/oidc-client'
import { TestProvider } from '@/stack/test-runner/oidc-provider'
import { totp } from '@/stack/test-runner/totp'
import { accept, choosePassword, invite, linkOn, newAdministrator, newBrowser, PASSWORD } from './invited'
import { expectGoodAnywhere } from './legible'
import { expect, test } from './product'

const AWAY = `You cannot use ${PROVIDER.name} now, because it does not answer. Use your password, or try again in a moment.`

async function goElsewhere(page: Page): Promise<void> {
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: `Continue with ${PROVIDER.name}` }).click()
}

async function signInByPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const at = (sub: string, email: string) => ({ sub, email, email_verified: true })
const SUSI = at('susi at the provider', 'Susi@PayLedger.test')
const OLGA = at('olga at the provider', 'olga@payledger.test')

test('an invited person signs in elsewhere, and by password while that is down', async ({ browser, productDir, oidcIssuer, baseURL }) => {
  test.setTimeout(240_000)
  const url = baseURL ?? ''
  const someone = () => newBrowser(browser, url)
  const { page: olga, secret } = await accept(browser, newAdministrator(productDir, 'Olga Admin', OLGA.email), url)
  await invite(olga, 'Susi Support', ['support'])
  await olga.waitForURL(/\/set-up\/people\/[0-9a-f-]{36}$/)

  // It does not answer yet: one sentence, and the password works beside it.
  const susi = await choosePassword(browser, await linkOn(olga), url)
  await susi.context().clearCookies()
  await goElsewhere(susi)
  await expect(susi.getByText(AWAY)).toBeVisible()
  await expectGoodAnywhere(susi)
  await signInByPassword(susi, SUSI.email)
  await susi.waitForURL('**/support')
  await susi.goto('/account')
  await expect(susi.getByText('Signs in with')).toBeHidden()

  const provider = await TestProvider.start(`${url}${CALLBACK_PATH}`, Number(new URL(oidcIssuer).port))
  try {
    // Whoever cancels there, or was invited by nobody, is told so.
    const stranger = await someone()
    await goElsewhere(stranger)
    await expect(stranger.getByText('The sign-in was cancelled. Nothing has changed.')).toBeVisible()
    await expectGoodAnywhere(stranger)
    provider.expect(at('a stranger', 'stranger@elsewhere.test'))
    await goElsewhere(stranger)
    await expect(stranger.getByText('Nobody with your e-mail address can sign in to PayLedger.')).toBeVisible()

    // The first time links them, by the address that the provider confirms.
    const again = await someone()
    provider.expect(SUSI)
    await goElsewhere(again)
    await again.waitForURL('**/support')
    await again.goto('/account')
    await expect(again.locator('dl').first()).toContainText(`Signs in with${PROVIDER.name}`)

    await olga.reload()
    await expect(olga.getByRole('list', { name: 'History' })).toContainText('Linked to an account of the company’s sign-in')
    await expect(olga.locator('dl').first()).toContainText(PROVIDER.name)
    await expectGoodAnywhere(olga)

    // A second factor is asked for all the same.
    const elsewhere = await someone()
    provider.expect(OLGA)
    await goElsewhere(elsewhere)
    await expect(elsewhere.getByRole('heading', { name: 'One more step' })).toBeVisible()
    await expectGoodAnywhere(elsewhere)
    await elsewhere.goto('/set-up')
    await expect(elsewhere).toHaveURL(/\/sign-in/)
    await elsewhere.waitForLoadState('networkidle')
    await elsewhere.getByLabel('Code').fill(totp(secret, new Date(Date.now() + 30_000)))
    await elsewhere.getByRole('button', { name: 'Continue' }).click()
    await elsewhere.waitForURL('**/set-up')
  } finally {
    await provider.stop()
  }

  // It goes down after people have used it: nobody is led to a page that does not answer.
  const later = await someone()
  await goElsewhere(later)
  await expect(later.getByText(AWAY)).toBeVisible()
  await signInByPassword(later, SUSI.email)
  await later.waitForURL('**/support')
})

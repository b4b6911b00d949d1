/** People who are made on the way: invited, by a link of their own, with an authenticator app where they need one. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { totp } from '@/stack/test-runner/totp'
import { variablesWith } from '@/stack/variable'

export const PASSWORD = 'plenty of plain words'

/** `secret` is that of their authenticator app. */
export type Accepted = { page: Page; secret: string }

/** The variables of its processes. */
export const variablesOf = (productDir: string): Record<string, string> =>
  (JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }).env

/** As whoever works on the machine: the link of a new administrator. */
export function newAdministrator(productDir: string, name: string, email: string): string {
  const command = ['cli/payledger.mjs', 'user', 'create', '--json', '--admin', '--name', name, '--email', email]
  const said = execFileSync(process.execPath, command, {
    env: variablesWith(variablesOf(productDir)) as NodeJS.ProcessEnv,
    encoding: 'utf8',
  })
  return (JSON.parse(said) as { link: string }).link
}

/** A browser of somebody's own. */
export async function newBrowser(browser: Browser, baseURL: string): Promise<Page> {
  return (await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })).newPage()
}

/** Their browser, in which they have chosen a password by the link and set up a second factor. */
export async function accept(browser: Browser, link: string, baseURL: string): Promise<Accepted> {
  const page = await choosePassword(browser, link, baseURL)
  await page.waitForURL('**/second-factor')
  return { page, secret: await setUpFactor(page) }
}

/** Their browser, in which they have chosen a password by the link. */
export async function choosePassword(browser: Browser, link: string, baseURL: string): Promise<Page> {
  const page = await newBrowser(browser, baseURL)
  await page.goto(link, { waitUntil: 'networkidle' })
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/choose-password')
  return page
}

/** With the code that an authenticator app would show. @returns its secret */
export async function setUpFactor(page: Page): Promise<string> {
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  const secret = (await page.getByText(/^[A-Z2-7]{40,}=*$/).textContent()) ?? ''
  await page.getByLabel('3. Code of the app').fill(totp(secret, new Date()))
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.waitForURL((url) => url.pathname !== '/second-factor')
  return secret
}

/** The form is filled by labels; what was shown of it must have hydrated before. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = page.getByLabel(new RegExp(`^${label}( optional)?$`))
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value)
    else await field.fill(value)
  }
}

/** As an administrator; their address is their first name's. */
export async function invite(page: Page, name: string, roles: string[]): Promise<void> {
  await page.goto('/set-up/people/new', { waitUntil: 'networkidle' })
  await fill(page, { Name: name, 'E-mail address': `${name.split(' ')[0]?.toLowerCase()}@payledger.test` })
  for (const role of ['coordinator', 'support', 'finance', 'operator', 'admin'])
    await page.getByRole('checkbox', { name: role }).setChecked(roles.includes(role))
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
}

/** The link of somebody who was invited, as their page shows it. */
export const linkOn = async (page: Page): Promise<string> =>
  (await page
    .getByText(/choose-password\?token=/)
    .first()
    .textContent()) ?? ''

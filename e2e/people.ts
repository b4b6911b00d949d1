/** Signing in as one of the sample people. */
import type { Page } from '@playwright/test'

export type Person = 'coordinator' | 'approver' | 'support' | 'finance' | 'operator' | 'admin'

/** Gives the page that person's session, in place of any other; the sign-in page itself has a test of its own. */
export async function become(page: Page, person: Person, password: string, baseUrl: string): Promise<void> {
  await page.context().clearCookies()
  const answer = await page.request.post('/api/auth/sign-in/email', {
    data: { email: `${person}@payledger.test`, password },
    headers: { origin: new URL(baseUrl).origin },
  })
  if (!answer.ok()) throw new Error(`${person} could not sign in: ${answer.status()} ${await answer.text()}`)
}

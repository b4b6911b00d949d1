/** What every browser test knows of the PayLedger it drives. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'

export type ProductOptions = {
  /** The password of every sign-in of the sample data. */
  demoPassword: string
  /** The link that it prints while nobody can sign in; empty where somebody can. */
  firstLink: string
  /** Where its OpenID Connect provider would be, which is down until a test starts it; empty where it has none. */
  oidcIssuer: string
  /** Where this PayLedger keeps its data, logs and bank files. */
  productDir: string
  /** Where a picture that is kept goes: docs/screenshots for `npm run screenshots`, else a folder that git ignores. */
  picturesDir: string
}

export { expect }

export const test = base.extend<ProductOptions>({
  demoPassword: ['', { option: true }],
  firstLink: ['', { option: true }],
  oidcIssuer: ['', { option: true }],
  productDir: ['', { option: true }],
  picturesDir: ['', { option: true }],
  // A page that streams in holds its content twice for a moment, once hidden (React's "S:" segments); nothing is looked for before that is over.
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page)
    const reload = page.reload.bind(page)
    const streamedIn = () => page.waitForFunction(() => document.querySelector('div[hidden][id^="S:"]') === null)
    page.goto = async (...to) => {
      const answer = await goto(...to)
      await streamedIn()
      return answer
    }
    page.reload = async (...how) => {
      const answer = await reload(...how)
      await streamedIn()
      return answer
    }
    await use(page)
  },
})

type ServerName = 'postgres' | 'kafka' | 'elasticsearch'

/**
 * Kills one of its servers as a crash would; whoever started PayLedger starts it again.
 * @returns what waits until it is back.
 */
export function killServer(productDir: string, name: ServerName): () => Promise<void> {
  const pid = pidOf(productDir, name)
  if (!pid) throw new Error(`${name} has no process here`)
  process.kill(pid, 'SIGKILL')
  return () => expect.poll(() => pidOf(productDir, name), { message: `${name} is back`, timeout: 60_000 }).not.toBe(pid)
}

function pidOf(productDir: string, name: ServerName): number | undefined {
  const { pids } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { pids?: Record<string, number> }
  return pids?.[name]
}

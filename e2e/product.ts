/** What every browser test knows of the PayLedger it drives. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from '@playwright/test'

export type ProductOptions = {
  /** The password of every sign-in of the sample data. */
  demoPassword: string
  /** Where this PayLedger keeps its data, logs and bank files. */
  productDir: string
}

export { expect } from '@playwright/test'

export const test = base.extend<ProductOptions>({
  demoPassword: ['', { option: true }],
  productDir: ['', { option: true }],
})

/** Kills one of its servers as a crash would; whoever started it starts it again. */
export function killServer(productDir: string, name: 'postgres' | 'kafka' | 'elasticsearch'): void {
  const { pids } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { pids?: Record<string, number> }
  const pid = pids?.[name]
  if (!pid) throw new Error(`${name} has no process here`)
  process.kill(pid, 'SIGKILL')
}

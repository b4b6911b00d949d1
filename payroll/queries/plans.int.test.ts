/** No page and no poll reads a table from end to end that grows with every payroll: at a million payouts each would wait for seconds. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillDesks } from '@/bench/desks/fill'
import { questionsOf } from '@/bench/desks/questions'
import { PrismaClient } from '@/prisma/generated/client'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { type TestDatabase, testDatabase } from '@/stack/test-runner/database'

/**
 * What has a row per person and payroll. Of runs, files and findings there are a thousandth of it: at the size of this test reading them all is the
 * quickest way.
 */
const GROWING = ['payout', 'payroll_line', 'outbox', 'settlement_instruction', 'bank_claim']

/** Asked as the owner, who may make the server explain what it does. */
const EXPLAINING =
  '-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_nested_statements=on -c client_min_messages=log'

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }

let database: TestDatabase
let pool: Pool
let ledger: PrismaClient
const said: string[] = []

beforeAll(async () => {
  database = await testDatabase()
  await fillDesks(database, { people: 8, copies: 1_600, companies: 40 })
  pool = new Pool({ connectionString: database.url, max: 4, options: `${EXPLAINING} -c auto_explain.log_format=json` })
  pool.on('connect', (client) => client.on('notice', ({ message }) => void said.push(message ?? '')))
  ledger = new PrismaClient({ adapter: new PrismaPg(pool) })
}, 600_000)
afterAll(async () => {
  await ledger?.$disconnect()
  await pool?.end()
  await database?.drop()
})

it('reads no growing table from end to end', { timeout: 300_000 }, async () => {
  const found: string[] = []
  let explained = 0
  for (const [name, ask] of Object.entries(await questionsOf(ledger, TEST_NOW))) {
    said.length = 0
    await ask()
    const plans = said.flatMap((text) => /^duration: [\d.]+ ms\s+plan:\s*(\{.*\})\s*$/s.exec(text)?.[1] ?? [])
    explained += plans.length
    for (const plan of plans) found.push(...scans((JSON.parse(plan) as { Plan: Plan }).Plan).map((table) => `${name}: ${table}`))
  }
  expect(explained).toBeGreaterThan(40)
  expect([...new Set(found)]).toEqual([])
})

function scans(plan: Plan): string[] {
  const table = plan['Node Type'] === 'Seq Scan' ? (plan['Relation Name'] ?? '') : ''
  return [...(GROWING.includes(table) ? [table] : []), ...(plan.Plans ?? []).flatMap(scans)]
}

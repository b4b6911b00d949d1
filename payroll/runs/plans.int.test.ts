/** No page and no poll reads a table from end to end that grows with every payroll: at a million payouts each would wait for seconds. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillDesks } from '@/bench/desks/fill'
import { questionsOf } from '@/bench/desks/questions'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { type TestDatabase, testDatabase } from '@/stack/test-runner/database'
import { explainedLedger, type PlanNode } from '@/stack/test-runner/explained'

/** What has a row per person and payroll: of these the plans are those that Postgres chooses. */
const PER_PERSON = ['payout', 'payroll_line', 'outbox', 'settlement_instruction', 'bank_claim', 'person_payment']

/**
 * What has a row per payroll or less. At the size of this test reading all of it is the quickest way, so Postgres is told not to: what it reads from end to
 * end even then has no other way in, and would be as slow as the table is long.
 */
const PER_RUN = [
  ...['payroll_run', 'payroll_import', 'payroll_import_line', 'payroll_import_refused', 'run_editor', 'import_hand', 'run_repetition'],
  ...['bank_message', 'bank_message_company', 'bank_message_effect', 'bank_finding', 'bank_file_proposal', 'bank_file_change'],
  ...['open_payout', 'payout_outcome', 'relay_batches', 'idempotency_key', 'kafka_loss'],
]

let database: TestDatabase
let partial: ReadonlySet<string>

beforeAll(async () => {
  database = await testDatabase()
  await fillDesks(database, { people: 8, copies: 1_600, companies: 40 })
  const owner = new Client({ connectionString: database.url })
  await owner.connect()
  const { rows } = await owner.query<{ name: string }>('SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indpred IS NOT NULL')
  partial = new Set(rows.map(({ name }) => name))
  await owner.end()
}, 600_000)
afterAll(() => database?.drop())

it('reads no table of what people are paid from end to end', { timeout: 300_000 }, async () => {
  expect(await readWhole(PER_PERSON, '')).toEqual([])
})

it('reads no table of runs and files from end to end', { timeout: 300_000 }, async () => {
  expect(await readWhole(PER_RUN, '-c enable_seqscan=off')).toEqual([])
})

/** What the pages and polls read from end to end of `tables`. */
async function readWhole(tables: readonly string[], settings: string): Promise<string[]> {
  const { ledger, plansOf, end } = explainedLedger(database.url, `-c auto_explain.log_nested_statements=on ${settings}`)
  const found: string[] = []
  let explained = 0
  for (const [name, ask] of Object.entries(await questionsOf(ledger, TEST_NOW))) {
    const plans = await plansOf(ask)
    explained += plans.length
    for (const { plan } of plans) found.push(...wholes(plan, tables, false).map((table) => `${name}: ${table}`))
  }
  await end()
  expect(explained).toBeGreaterThan(40)
  return [...new Set(found)]
}

/** A walk along an index ends where a limit does, and one along an index of few rows is what that index is for. */
function wholes(plan: PlanNode, tables: readonly string[], limited: boolean): string[] {
  const { 'Node Type': node, 'Relation Name': table = '', 'Index Name': index = '' } = plan
  const walks = node.startsWith('Index') && plan['Index Cond'] === undefined && !partial.has(index) && !limited
  const here = tables.includes(table) && (node === 'Seq Scan' || walks) ? [`${table}${walks ? ` along ${index}` : ''}`] : []
  return [...here, ...(plan.Plans ?? []).flatMap((each) => wholes(each, tables, limited || node === 'Limit'))]
}

/** The list of facts is whole: it names every column, event field, search field and published column there is, once, and none that there is not. */
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { auditV1 } from '@/events/audit-v1'
import { envelope } from '@/events/envelope'
import { payoutV1 } from '@/events/payout-v1'
import { payrollRunV1 } from '@/events/payroll-run-v1'
import { buildMarts } from '@/finance/build-marts'
import { openToRead } from '@/finance/duckdb'
import { openLanding } from '@/finance/landing/landing'
import { publishedFile } from '@/finance/manifest'
import { publish } from '@/finance/publish'
import { DEFINITION } from '@/search/definition'
import { testDatabase } from '@/stack/test-runner/database'
import { dir, journal, land, landedBy } from '@/stack/test-runner/landed'
import { AT_HOME, SEARCH_UPKEEP } from './at-home'
import { FACTS } from './facts'

const { built } = landedBy({ openLanding, buildMarts, publish })
const named = (of: (fact: (typeof FACTS)[number]) => readonly string[]) => FACTS.flatMap(of)
const sorted = (names: Iterable<string>) => [...names].sort()
const under = (prefix: string, shape: object, except: readonly string[] = []) =>
  Object.keys(shape).flatMap((name) => (except.includes(name) ? [] : [`${prefix}.${name}`]))

it('names every column of the ledger once', async () => {
  const database = await testDatabase()
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ table: string; column: string }>(`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
  await client.end()
  await database.drop()
  const staying = Object.keys(AT_HOME).flatMap((names) => names.split(', '))
  const whole = staying.filter((name) => !name.includes('.'))
  const single = [...named(({ home }) => home), ...staying.filter((name) => name.includes('.'))]
  const there = rows.filter(({ table }) => !whole.includes(table)).map(({ table, column }) => `${table}.${column}`)
  expect(sorted(single)).toEqual(sorted(there))
  expect(whole.filter((table) => !rows.some((row) => row.table === table))).toEqual([])
  expect(new Set(whole).size).toBe(whole.length)
})

it('names every field of the events once', () => {
  const data = [payoutV1, payrollRunV1, auditV1].flatMap(({ shape }) => under('data', shape, ['payout', 'run']))
  const fields = [
    ...under('payout', payoutV1.shape.payout.shape),
    ...under('run', payrollRunV1.shape.run.shape),
    ...under('event', envelope.shape),
    ...new Set(data),
  ]
  expect(sorted(named(({ events }) => events))).toEqual(sorted(fields))
})

it('names every field of a search document', () => {
  const fields = new Set([...named(({ search }) => search), ...SEARCH_UPKEEP])
  expect(sorted(fields)).toEqual(sorted(Object.keys(DEFINITION.mappings.properties)))
})

it('names every published column of finance once', async () => {
  await land(journal)
  const opened = await openToRead(publishedFile(dir, await built()))
  const connection = await opened.connect()
  const result = await connection.runAndReadAll('SELECT table_name, column_name FROM information_schema.columns')
  const columns = result.getRows().map(([table, column]) => ({ table: String(table), column: String(column) }))
  connection.closeSync()
  opened.close()
  const single = named(({ finance }) => finance)
  const whole = single.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2))
  const there = columns.filter(({ table }) => !whole.includes(table)).map(({ table, column }) => `${table}.${column}`)
  expect(sorted(single.filter((name) => !name.endsWith('.*')))).toEqual(sorted(there))
  expect(whole.filter((table) => !columns.some((each) => each.table === table))).toEqual([])
})

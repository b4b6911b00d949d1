/** Every statement of the product against the migrated database: Postgres can prepare it, and its columns are those of the type that its rows are given. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test-runner/database'
import { sourceFiles } from '../source-files'
import type { SourceFile } from '../tree-rules'
import { type Found, findStatements, type Statement, statementSources } from './find-statements'
import { shortAliases } from './short-aliases'
import { statementProblems } from './statement-problems'

/** Whose text is made of what the database answers, by file. Each is run by an integration test of its own folder. */
const READ_AS_IT_RUNS: Readonly<Record<string, number>> = {
  // The columns of a table, from the catalogue.
  'payroll/statements/apart.ts': 1,
  // Commands of the replication protocol, which are none of SQL.
  'operations/backup/base-backup.ts': 1,
}

/** A file that is there to be found out. */
const PLANTED: SourceFile = {
  path: 'payroll/planted.ts',
  text: `
    import type { Client } from 'pg'
    import type { Ledger } from '@/prisma/connect'
    import { Prisma } from '@/prisma/connect'
    const NAME = (run: Prisma.Sql) => Prisma.sql\`\${run}.reference\`
    export const asks = [
      (db: Ledger, id: string) => db.$queryRaw<{ reference: string; lines: number }[]>\`SELECT \${NAME(Prisma.sql\`r\`)}, lines FROM payroll_run r WHERE id = \${id}::uuid\`,
      (db: Ledger) => db.$queryRaw<{ id: string }[]>\`SELECT renamed_long_ago AS id FROM payroll_run\`,
      (db: Ledger) => db.$queryRaw<{ id: string; amount: number }[]>\`SELECT id, amount_minor AS amount FROM payout\`,
      (db: Ledger) => db.$queryRaw<{ id: string; payDate: string }[]>\`SELECT id, pay_date AS "payDate" FROM payroll_run\`,
      (db: Ledger) => db.$queryRaw<{ id: string; period: string }[]>\`SELECT id, kind FROM payroll_run\`,
      (db: Ledger) => db.$queryRaw<{ ids: string[] }[]>\`SELECT array_agg(id) AS ids FROM payout\`,
      (db: Ledger) => db.$queryRaw<{ ids: number[] }[]>\`SELECT array_agg(id) AS ids FROM payout\`,
      (db: Ledger, isNew: boolean) => db.$executeRaw\`DELETE FROM \${isNew ? Prisma.sql\`payout\` : Prisma.sql\`dropped\`}\`,
      (client: Client) => client.query<{ seq: bigint }>({ name: 'planted', text: 'SELECT seq FROM outbox WHERE xid > $1' }),
      (db: Ledger, table: string) => db.$executeRaw\`DELETE FROM \${Prisma.raw(table)}\`,
    ]`,
}

let database: TestDatabase
let client: Client
const sources = statementSources(sourceFiles())
let found: Found
let problems: Map<Statement, string[]>

beforeAll(async () => {
  database = await testDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query('BEGIN')
  found = findStatements([...sources, PLANTED])
  problems = await statementProblems(client, found)
  // The compiler reads for 20 s, and for 90 s beside twenty busy processes.
}, 600_000)
afterAll(async () => {
  await client.end()
  await database.drop()
})

const isPlanted = ({ place }: Statement) => place.startsWith(PLANTED.path)

test('every statement of the product can be prepared, and answers with the columns that its rows are said to have', () => {
  const wrong = found.statements.filter((statement) => !isPlanted(statement) && (problems.get(statement)?.length ?? 0) > 0)
  expect(wrong.map((statement) => `${statement.place}: ${problems.get(statement)?.join('; ')}`)).toEqual([])
})

test('no statement of the product is left out', async ({ annotate }) => {
  const ours = found.statements.filter((statement) => !isPlanted(statement))
  expect(countByFile(ours.filter(({ unreadable }) => unreadable !== null))).toEqual(READ_AS_IT_RUNS)
  // Counted once more by another way: in the text of the sources.
  const inText = sources.flatMap(({ path, text }) =>
    (text.match(/\.\$(query|execute)Raw|\.query\b[<(]/g) ?? []).map(() => ({ place: `${path}:` })),
  )
  expect(countByFile(ours.filter(({ isDirect }) => isDirect))).toEqual(countByFile(inText))
  const texts = ours.flatMap((statement) => statement.texts)
  await annotate(`${ours.length} statements in ${texts.length} forms, ${ours.filter(({ row }) => row).length} with a type of their rows`)
})

test('a statement of three tables or more calls them by words', () => {
  const short = found.statements.filter(
    (statement) => !isPlanted(statement) && statement.texts.some((text) => shortAliases(text).length > 0),
  )
  expect(countByFile(short)).toEqual({})
})

test.each([
  ['SELECT p.id FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id JOIN payroll_run run ON run.id = p.run_id', ['i', 'p']],
  ['SELECT p.id FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id', []],
  [
    `SELECT payout.id, 'a.b' AS "c.d" FROM payout JOIN payroll_run run ON run.id = run_id JOIN company ON company.id = run.company_id -- r.id`,
    [],
  ],
])('%s', (statement, aliases) => {
  expect(shortAliases(statement)).toEqual(aliases)
})

function countByFile(statements: readonly Pick<Statement, 'place'>[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(statements, ({ place }) => place.split(':')[0])].map(([file, each]) => [file, each.length]))
}

test('what differs is told', () => {
  expect(
    found.statements
      .filter(isPlanted)
      .map((statement) => [...(problems.get(statement) ?? []), statement.unreadable].filter(Boolean).join()),
  ).toEqual([
    '',
    'column "renamed_long_ago" does not exist',
    'amount is bigint, read as bigint, not number',
    'payDate is date, read as Date, not string',
    "no column is called period,the row's type has no kind",
    '',
    'ids is uuid[], read as string, not number[]',
    'relation "dropped" does not exist',
    'seq is bigint, read as string, not bigint',
    'what `Prisma.raw(table)` comes to is known only when it runs',
  ])
})

/** Questions in SQL: what finance asks is answered, and whatever else is asked is refused or stopped, with a sentence, while everybody else is answered. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { dir, everything, journal, land, landedBy } from '@/stack/test-runner/landed'
import { buildMarts } from '../build-marts'
import { openToRead, rowsOf } from '../duckdb'
import { openLanding } from '../landing/landing'
import { type Manifest, publishedFile, readManifest } from '../manifest'
import { publish } from '../publish'
import { DIMENSIONS, daysOf, FIGURES } from '../questions/question'
import { openReader } from '../reader'
import { IN_FILE, ON_PAGE, openAsker, type SqlLimits } from './ask-sql'
import { sqlOfFigure, sqlOfRows } from './figure-sql'
import { MARTS_FOR_SQL } from './marts'

const { built } = landedBy({ openLanding, buildMarts, publish })
const nobodyLeaves = new AbortController().signal

const ask = (sql: string, limits: SqlLimits = ON_PAGE, signal = nobodyLeaves) => openAsker(dir).ask(sql, { who: 'anna', limits, signal })

async function answered(sql: string, limits?: SqlLimits) {
  const outcome = await ask(sql, limits)
  if (outcome.is !== 'answered') throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

async function published() {
  await land(journal)
  await built()
}

/** What must not be answered, with the sentence that says so. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["SELECT * FROM read_csv('/etc/passwd')", /read_csv is not available/],
  ["SELECT * FROM read_text('/etc/passwd')", /read_text is not available/],
  ["SELECT * FROM read_parquet('/tmp/*')", /read_parquet is not available/],
  ["SELECT * FROM glob('/etc/*')", /glob is not available/],
  ["SELECT * FROM '/etc/passwd'", /no table/],
  ["SELECT * FROM 'https://example.com/x.parquet'", /no table/],
  ['WITH "/etc/passwd" AS (SELECT 1) SELECT * FROM (SELECT * FROM "/etc/passwd") a', /^answered$/],
  ['SELECT * FROM (WITH "/etc/passwd" AS (SELECT 1) SELECT 1) a, \'/etc/passwd\' b', /does not exist|disabled/],
  ["COPY payout_facts TO '/tmp/stolen.csv'", /Only a SELECT/],
  ["COPY (SELECT 1) TO '/tmp/stolen.csv'", /Only a SELECT/],
  ["ATTACH '/tmp/other.duckdb'", /Only a SELECT/],
  ["EXPORT DATABASE '/tmp/all'", /Only a SELECT/],
  ['INSTALL httpfs', /Only a SELECT/],
  ['LOAD httpfs', /Only a SELECT/],
  ['PRAGMA database_list', /Only a SELECT|not SQL/],
  ["SET memory_limit = '64GB'", /Only a SELECT/],
  ['RESET lock_configuration', /Only a SELECT/],
  ['CREATE TEMP TABLE mine AS SELECT 1', /Only a SELECT/],
  ['DELETE FROM payout_facts', /Only a SELECT/],
  ['CALL pragma_version()', /Only a SELECT/],
  ['EXPLAIN SELECT 1', /Only a SELECT/],
  ['SELECT 1; SELECT 2', /2 statements/],
  ['SELECT 1; DROP TABLE payout_facts', /Only a SELECT/],
  ['SELECT 1 /* ; */; -- ; \n SELECT 2', /2 statements/],
  ['', /Write a question/],
  [';;', /Write a question/],
  ['-- nothing', /Write a question/],
  ["SELECT getenv('HOME')", /getenv is not available/],
  ["SELECT current_setting('secret_directory')", /current_setting is not available/],
  ["SELECT Pg_Catalog.CURRENT_SETTING('secret_directory')", /current_setting is not available/],
  ['SELECT * FROM duckdb_settings()', /duckdb_settings is not available/],
  ['SELECT * FROM duckdb_secrets()', /duckdb_secrets is not available/],
  ['SELECT * FROM duckdb_tables', /no table/],
  ['SELECT * FROM information_schema.tables', /no table/],
  ['SELECT * FROM sqlite_master', /no table/],
  ['SELECT * FROM (WITH duckdb_tables AS (SELECT 1) SELECT 1) a, duckdb_tables b', /another name/],
  ["SELECT * FROM query('SELECT * FROM duckdb_settings()')", /query is not available/],
  ["SELECT * FROM query_table('duckdb_tables')", /query_table is not available/],
  ["SELECT (SELECT max(content) FROM read_text('/etc/passwd'))", /read_text is not available/],
  ["SELECT * FROM payout_facts WHERE id IN (SELECT content FROM read_text('/etc/passwd'))", /read_text is not available/],
  ['SELECT beneficiary_name FROM main.payout_facts', /no table/],
  ['SELECT beneficiary_name FROM payout_facts', /beneficiary_name/],
  ['SELECT account_hash, employee_number FROM payout_facts', /account_hash/],
  ['DESCRIBE payout_facts', /DESCRIBE/],
  ['SHOW ALL TABLES', /SHOW/],
  ['SELECT $1', /Write values/],
  ['SELECT ?', /Write values/],
  ['SELEC 1', /syntax error/],
  ['SELECT * FROM payout_fact', /no table/],
  ["SELECT json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", /not available|does not exist/],
  ['SELECT sleep_ms(100000)', /sleep_ms is not available/],
  [`SELECT ${'('.repeat(3_900)}1${')'.repeat(3_900)}`, /./],
]

/** What would never end, or never fit. */
const HEAVY: readonly (readonly [string, RegExp])[] = [
  ['WITH RECURSIVE more AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM more) SELECT max(n) FROM more', /stopped/],
  ['SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c WHERE a.range + b.range + c.range = 7', /took longer/],
  ["SELECT length(repeat('x', 1000000000))", /./],
  ["SELECT max(length(repeat('x', 100000000 + range::INTEGER))) FROM range(2048)", /memory|longer/],
  ["WITH RECURSIVE s AS (SELECT 'x' AS t UNION ALL SELECT t || t FROM s) SELECT max(length(t)) FROM s", /memory|longer|String/i],
  ['SELECT list(range) FROM range(1000000000)', /memory|longer/],
  ['SELECT range(1000000000)', /memory|longer/],
  ["SELECT string_agg(repeat('x', 1000), '') FROM range(10000000)", /memory|longer/],
  ['SELECT a.range FROM range(100000000) a ORDER BY hash(a.range)', /memory|longer/],
]

const saysOf = async (sql: string, limits?: SqlLimits) => {
  const outcome = await ask(sql, limits)
  return outcome.is === 'refused' ? outcome.because : outcome.is
}

describe('a question in SQL', () => {
  it('is answered from what is published, with types, nulls and what it covers', async () => {
    await published()
    const { columns, rows, cut, coverage } = await answered(
      "SELECT count(*) AS n, sum(amount_minor) AS s, DATE '2026-01-31' AS d, 1.50 AS a, NULL AS nothing, [1, 2] AS list FROM payout_facts",
    )
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...['n BIGINT', 's HUGEINT', 'd DATE', 'a DECIMAL(3,2)', 'nothing INTEGER', 'list INTEGER[]'],
    ])
    expect(rows[0]?.slice(2)).toEqual(['2026-01-31', '1.50', null, '[1,2]'])
    expect(cut).toBeNull()
    expect(coverage.position).toBe(String(journal.at(-1)?.position))
  })

  it('stops at so many rows, bytes and characters, and says that there are more', async () => {
    await published()
    const many = await answered('SELECT * FROM range(1000000000)')
    expect(many.rows).toHaveLength(ON_PAGE.rowsMax)
    expect(many.cut).toBe('rows')
    const wide = await answered("SELECT repeat('x', 400) FROM range(1000000)", { ...ON_PAGE, bytesMax: 100_000 })
    expect(wide.cut).toBe('bytes')
    expect(wide.rows.length).toBeLessThan(260)
    const long = await answered("SELECT repeat('ü', 100000) AS t")
    expect([long.rows[0]?.[0]?.length, long.cellsCut]).toEqual([ON_PAGE.cellMax + 1, 1])
    expect((await answered('SELECT * FROM range(10000)')).cut).toBeNull()
  })

  it('may only read: everything else is refused with a sentence', async () => {
    await published()
    const before = readFileSync('/etc/passwd', 'utf8')
    for (const [sql, sentence] of REFUSED)
      expect(`${sql.slice(0, 90)} → ${await saysOf(sql)}`).toMatch(new RegExp(` → .*(${sentence.source.replace(/^\^|\$$/g, '')})`, 's'))
    expect(readFileSync('/etc/passwd', 'utf8')).toBe(before)
  }, 120_000)

  it.each(HEAVY)(
    '%s is stopped, and takes no memory of ours',
    async (sql, sentence) => {
      await published()
      const before = process.memoryUsage.rss()
      const short = { ...ON_PAGE, limitMs: 1_500 }
      expect(await saysOf(sql, short)).toMatch(sentence)
      expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
      expect((await answered('SELECT count(*) FROM payout_facts')).rows).toHaveLength(1)
    },
    60_000,
  )

  it('waits for nobody: one at a time for each person, two for all, and whoever leaves frees the place', async () => {
    await published()
    const asker = openAsker(dir)
    const leaving = new AbortController()
    const forever = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7'
    const first = asker.ask(forever, { who: 'anna', limits: ON_PAGE, signal: leaving.signal })
    expect(await asker.ask('SELECT 1', { who: 'anna', limits: ON_PAGE, signal: nobodyLeaves })).toEqual({ is: 'busy', with: 'own' })
    const second = asker.ask(forever, { who: 'ben', limits: ON_PAGE, signal: leaving.signal })
    expect(await asker.ask('SELECT 1', { who: 'cleo', limits: ON_PAGE, signal: nobodyLeaves })).toEqual({ is: 'busy', with: 'others' })
    leaving.abort()
    await Promise.all([first, second])
    expect((await asker.ask('SELECT 1', { who: 'anna', limits: ON_PAGE, signal: nobodyLeaves })).is).toBe('answered')
  })

  it('ends with the process that asked it, however busy it is', async () => {
    await published()
    const file = publishedFile(dir, (await readManifest(dir)) as Manifest)
    const sql = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7'
    const child = spawn(process.execPath, ['finance/sql/answer.mjs'], { stdio: ['pipe', 'ignore', 'inherit'] })
    const ended = once(child, 'exit')
    const asked = {
      sql,
      file,
      views: [],
      tables: [],
      threads: '2',
      engineMemory: '384MB',
      memoryMax: 900_000_000,
      ...ON_PAGE,
      limitMs: 60_000,
    }
    child.stdin.write(`${JSON.stringify(asked)}\n`)
    await pause(1_500)
    expect(child.exitCode).toBeNull()
    child.stdin.end()
    expect(await ended).toEqual([null, 'SIGKILL'])
  }, 20_000)

  it('finds the columns that the page lists, and no others', async () => {
    await published()
    const manifest = await readManifest(dir)
    const store = await openToRead(publishedFile(dir, manifest!))
    const found = await rowsOf<{ t: string; c: string }>(
      store.connection,
      "SELECT table_name AS t, column_name || ' ' || CASE WHEN data_type LIKE 'STRUCT%' THEN 'STRUCT[]' ELSE data_type END AS c FROM duckdb_columns() WHERE NOT internal ORDER BY t, column_index",
    )
    store.close()
    const hidden = ['employee_number VARCHAR', 'beneficiary_name VARCHAR', 'account_hash VARCHAR']
    for (const { name, columns } of MARTS_FOR_SQL)
      expect([name, ...Object.keys(columns)]).toEqual([
        name,
        ...found.filter(({ t, c }) => t === name && !hidden.includes(c)).map(({ c }) => c),
      ])
    expect([...new Set(found.map(({ t }) => t))].sort()).toEqual(MARTS_FOR_SQL.map(({ name }) => name).sort())
  })

  it('answers nothing before the first publication', async () => {
    expect(await ask('SELECT 1')).toEqual({ is: 'nothing-published' })
  })
})

describe('the SQL of a figure', () => {
  it('comes to the figure itself, whole and by each dimension', async () => {
    await published()
    const reader = openReader(dir)
    const question = { ...daysOf(everything), grain: 'month' as const, companies: null, currency: 'EUR' }
    for (const figure of FIGURES) {
      const by = DIMENSIONS[FIGURES.indexOf(figure) % DIMENSIONS.length]
      const { rows: [sums = []] = [] } = await reader.figures(question, [{ figure, ...(by && { by }) }])
      const expected = sums
        .filter(({ bucket, currency }) => bucket !== null && currency !== null)
        .map((sum) => `${sum.by} ${sum.bucket} ${sum.currency} ${sum.payouts} ${sum.minor}`)
      const { rows } = await answered(sqlOfFigure({ ...question, figure, by }))
      expect(rows.map((row) => row.slice(0, 5).join(' ')).sort()).toEqual(expected.sort())
      const listed = await answered(sqlOfRows({ ...question, figure }), IN_FILE)
      expect(listed.rows).toHaveLength(
        sums.filter(({ bucket, currency }) => bucket === null && currency !== null).reduce((n, { rows: each }) => n + each, 0),
      )
    }
    reader.close()
  }, 60_000)
})

/** The peer: the same payouts in one table of Postgres, with its trigram and full-text indexes, and the same page asked of it (hits, count, facets). */
import { Client } from 'pg'
import { createDatabase, dropDatabase } from '@/stack/migrate'
import type { Asked } from './questions'

export type TextSearch = { ask(asked: Asked): Promise<unknown>; drop(): Promise<void> }

const COUNTED_MAX = 10_000
const PAGE_ROWS = 50
const FACETS = ['status', 'country', 'company', 'currency', 'rail']

const TABLE = `
  CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent;
  CREATE TABLE found (id uuid PRIMARY KEY, name text, folded text, reference_reversed text, status text, country text, company text, currency text,
    rail text, amount_minor bigint, since timestamptz, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED)`
const INDEXES = `
  CREATE INDEX ON found USING gin (folded gin_trgm_ops);
  CREATE INDEX ON found USING gin (words);
  CREATE INDEX ON found (reference_reversed text_pattern_ops);
  CREATE INDEX ON found (since DESC, id);
  CREATE INDEX ON found (status, country, since DESC);
  CREATE INDEX ON found (amount_minor);
  VACUUM ANALYZE found`

/** Copies the payouts of the ledger at `url` into a database of their own. */
export async function openTextSearch(url: string): Promise<TextSearch> {
  const own = await createDatabase(url, `payledger_text_search_${process.pid}`)
  const [from, to] = [new Client({ connectionString: url }), new Client({ connectionString: own })]
  await Promise.all([from.connect(), to.connect()])
  await to.query(TABLE)
  const { rows } = await from.query<{ line: object }>(
    `SELECT json_build_object('id', p.id, 'name', p.beneficiary_name, 'reference_reversed', reverse(coalesce(i.end_to_end_id, p.id::text)),
       'status', p.status, 'country', p.beneficiary_country, 'company', c.code, 'currency', p.currency, 'rail', p.rail,
       'amount_minor', p.amount_minor, 'since', p.status_since) AS line
     FROM payout p JOIN payroll_run r ON r.id = p.run_id JOIN company c ON c.id = r.company_id
     LEFT JOIN LATERAL (SELECT end_to_end_id FROM settlement_instruction WHERE payout_id = p.id LIMIT 1) i ON true`,
  )
  for (let at = 0; at < rows.length; at += 10_000)
    await to.query(
      `INSERT INTO found SELECT id, name, lower(unaccent(name)), reference_reversed, status, country, company, currency, rail, amount_minor, since
       FROM json_populate_recordset(NULL::found, $1)`,
      [JSON.stringify(rows.slice(at, at + 10_000).map(({ line }) => line))],
    )
  for (const statement of INDEXES.split(';')) await to.query(statement)
  await from.end()
  return {
    ask: (asked) => ask(to, asked),
    async drop() {
      await to.end()
      await dropDatabase(own)
    },
  }
}

async function ask(client: Client, asked: Asked): Promise<unknown> {
  const values: unknown[] = []
  const value = (each: unknown): string => `$${values.push(each)}`
  const where: string[] = []
  const order: string[] = []
  if (asked.name !== undefined) {
    const folded = `lower(unaccent(${value(asked.name)}))`
    if (asked.nameIs === 'begun') where.push(`words @@ to_tsquery('simple', ${folded} || ':*')`)
    else if (asked.nameIs === 'misspelt') {
      where.push(`folded % ${folded}`)
      order.push(`similarity(folded, ${folded}) DESC`)
    } else where.push(`words @@ plainto_tsquery('simple', ${folded})`)
  }
  if (asked.end !== undefined) where.push(`reference_reversed LIKE reverse(${value(asked.end)}) || '%'`)
  if (asked.status !== undefined) where.push(`status = ${value(asked.status)}`)
  if (asked.country !== undefined) where.push(`country = ${value(asked.country)}`)
  if (asked.above !== undefined) where.push(`amount_minor > ${value(asked.above)}`)
  const met = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
  const hits = `SELECT * FROM found ${met} ORDER BY ${[...order, 'since DESC', 'id'].join(', ')} LIMIT ${PAGE_ROWS}`
  const count = `SELECT count(*) FROM (SELECT 1 FROM found ${met} LIMIT ${COUNTED_MAX}) counted`
  const facets = `SELECT ${FACETS.join(', ')}, count(*) FROM found ${met} GROUP BY GROUPING SETS (${FACETS.map((each) => `(${each})`).join(', ')})`
  const answers: unknown[] = []
  for (const text of [hits, count, facets]) answers.push(await client.query(text, values))
  return answers
}

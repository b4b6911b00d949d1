/** Whether the published figures are what the published payouts add up to: each mart is made again of them, and held against what was published. */
import type { FigureDifference } from '@/events/held-copy'
import { type Connection, rowsOf } from './duckdb'
import { sqlOf } from './mart-files'

/** Marts that are a function of published ones: of `payout_facts` and `payout_changes`, and of those that are before them here. */
const MARTS = [
  'companies',
  'payouts_by_country',
  'payout_charges',
  'fees_by_corridor',
  'settlement_times',
  'failures_by_reason',
  'volume_by_company',
  'cost_per_payout',
] as const

/** Of each mart at most; more says nothing more. */
const ROWS_MAX = 20

/** Rows of the marts that are not what the payouts make of them, or missing. */
export async function wrongFigures(connection: Connection): Promise<FigureDifference[]> {
  const wrong: FigureDifference[] = []
  for (const mart of MARTS) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE made AS ${selectOf(mart)}`)
    const rows = await rowsOf<{ expected: string | null; actual: string | null }>(
      connection,
      `WITH lacking AS (FROM temp.made EXCEPT ALL FROM ${mart}), odd AS (FROM ${mart} EXCEPT ALL FROM temp.made)
        SELECT to_json(lacking)::VARCHAR AS expected, NULL AS actual FROM lacking
        UNION ALL SELECT NULL, to_json(odd)::VARCHAR FROM odd LIMIT ${ROWS_MAX}`,
    )
    wrong.push(...rows.map((row) => ({ figure: mart, ...row })))
  }
  return wrong
}

/** The question that a mart's file makes its table of. */
const selectOf = (mart: string): string =>
  sqlOf(mart)
    .replace(/^CREATE TABLE \w+ AS$/m, '')
    .replace(/;\s*$/, '')

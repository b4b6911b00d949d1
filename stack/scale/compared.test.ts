/** What `npm run scale` calls equal: nothing that is not, and nothing that an engine did not make. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PARTITIONS } from '@/events/topics'
import { CONTRACTS } from '@/finance/contracts'
import { MARTS, sqlOf } from '@/finance/mart-files'
import { ROOT } from '../paths'
import { compared, type Found, tableOf } from './compared'

const hashed = (sha256: string, rows = 2) => ({ rows, sha256, seconds: 1 })
const made = (marts: Found['duckdb']['marts']) => ({
  version: '1',
  openedSeconds: 1,
  seconds: 2,
  marts,
  questions: { '1. What': hashed('q') },
})
const found = (spark: Found['engines'][string]): Found => ({
  ...{ position: 4, duckdb: made({ facts: hashed('a'), fees: hashed('b') }) },
  engines: { Spark: spark },
})
const all = { facts: hashed('a'), fees: hashed('b') }

describe('hashes of engines', () => {
  it('are equal when rows and hash are', () => {
    const { equal, different } = compared(found(made(all)))
    expect({ equal, different }).toEqual({ equal: 3, different: [] })
  })

  it.each([
    ['one cent', made({ ...all, fees: hashed('c') }), ['Spark: fees has other rows']],
    ['a row less', made({ ...all, fees: hashed('c', 1) }), ['Spark: fees has 1 rows, and DuckDB’s has 2']],
    [
      'a mart that an engine does not know',
      made({ ...all, fees: { error: 'no such function' } }),
      ['Spark: fees was not made: no such function'],
    ],
    ['a mart that is not there', made({ facts: hashed('a') }), ['Spark: fees is missing']],
    ['an engine that did not start', { error: 'no memory' }, ['Spark: it made nothing: no memory']],
  ])('%s is found', (_, spark, different) => {
    expect(compared(found(spark)).different).toEqual(different)
    expect(tableOf(found(spark))).toContain('facts')
  })
})

/** What only DuckDB says; marts do without, for the same files run elsewhere (finance/spark/translate.py). */
const ONLY_DUCKDB =
  /\b(EXCLUDE|REPLACE|COLUMNS|QUALIFY|PIVOT|ASOF|SEMI|ANTI|lambda|struct_\w+|list_\w+|json_\w+|any_value|strftime|read_parquet|first|last)\b|\/\/|\[\{|->/i

describe('marts', () => {
  it.each(MARTS)('%s says nothing that other engines have no word for', (mart) => {
    expect(sqlOf(mart).replace(/^--.*$/gm, '')).not.toMatch(ONLY_DUCKDB)
  })

  it('are read by Python from the lists and with the numbers that are here', () => {
    const python = (file: string) => readFileSync(join(ROOT, 'finance/spark', file), 'utf8')
    expect(python('landing.py')).toContain(`PARTITIONS = ${PARTITIONS}\n`)
    expect(python('certificate.py')).toContain(`CONTRACTS = ${JSON.stringify(CONTRACTS).replaceAll(',', ', ')}`)
    const listed = /export const MARTS = \[(.*?)\]/s.exec(readFileSync(join(ROOT, 'finance/mart-files.ts'), 'utf8'))?.[1] ?? ''
    expect([...listed.matchAll(/'(\w+)'/g)].map(([, name]) => name)).toEqual([...MARTS])
    const columns = /const OWN = \[(.*?)\]/s.exec(readFileSync(join(ROOT, 'finance/landed-views.ts'), 'utf8'))?.[1] ?? ''
    const own = /^OWN = \[(.*?)^\]/ms.exec(python('mart_files.py'))?.[1] ?? ''
    expect([...own.matchAll(/\("(\w+)"/g)].map(([, name]) => name)).toEqual([...columns.matchAll(/'(\w+)'/g)].map(([, name]) => name))
  })
})

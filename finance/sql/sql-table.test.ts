/** Answers as files: whatever columns are called and cells hold, the file opens and says the same. */
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { openToWrite, rowsOf } from '../duckdb'
import { writeCsv } from '../exports/write-csv'
import { writeParquet } from '../exports/write-parquet'
import { writeXlsx } from '../exports/write-xlsx'
import { tableOf } from './sql-table'

const ANSWER = {
  columns: [
    { name: 'a"; DROP TABLE told; --', type: 'VARCHAR' },
    { name: 'Sum', type: 'HUGEINT' },
    { name: 'sum', type: 'DECIMAL(10,2)' },
    { name: '', type: 'DATE' },
    { name: 'sum_2', type: 'DOUBLE' },
    { name: 'list', type: 'INTEGER[]' },
  ],
  rows: [
    ['=1+1', '9007199254740993', '1.50', '2026-11-25', '0.1', '[1,2]'],
    [null, null, null, '5877642-06-25', 'NaN', null],
  ],
}

it('gives columns names of their own, and no formula or statement to whoever opens it', async () => {
  const names = ['a"; DROP TABLE told; --', 'Sum', 'sum_2', 'column_4', 'sum_2_2', 'list']
  expect(tableOf(ANSWER).columns.map(({ name }) => name)).toEqual(names)
  expect(await text(writeCsv(tableOf(ANSWER)))).toContain('\'=1+1,9007199254740993,1.50,2026-11-25,0.1,"[1,2]"')
  expect((await buffer(writeXlsx(tableOf(ANSWER)))).subarray(0, 2).toString()).toBe('PK')
  const folder = await mkdtemp(join(tmpdir(), 'payledger-answer-'))
  writeFileSync(join(folder, 'answer.parquet'), await buffer(writeParquet(tableOf({ ...ANSWER, rows: ANSWER.rows.slice(0, 1) }))))
  const store = await openToWrite(':memory:', join(folder, 'spill'))
  const rows = await rowsOf<Record<string, unknown>>(store.connection, `FROM '${join(folder, 'answer.parquet')}'`)
  store.close()
  await rm(folder, { recursive: true })
  expect(Object.entries(rows[0] ?? {})).toEqual(
    names.map((name, n) => [name, ['=1+1', '9007199254740993', '1.5000', '2026-11-25', 0.1, '[1,2]'][n]]),
  )
})

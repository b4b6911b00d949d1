/** A Parquet file, made in a private folder by an engine of its own that sees nothing but these rows, and removed once it has been read. */
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openToWrite } from '../duckdb'
import type { ColumnType, Table } from './table'

/** Four decimals hold every currency's minor units. */
const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  whole: 'DECIMAL(38, 0)',
  amount: 'DECIMAL(38, 4)',
  number: 'DOUBLE',
  day: 'DATE',
}

/** The file's bytes, which come once all rows have been read; meanwhile they lie in a folder of their own `within` another. */
export function writeParquet(table: Table, within?: string): Readable {
  async function* bytes() {
    if (within !== undefined) await mkdir(within, { recursive: true })
    const folder = await mkdtemp(join(within ?? tmpdir(), 'payledger-export-'))
    try {
      await makeFile(table, folder)
      yield* createReadStream(join(folder, 'rows.parquet')) as AsyncIterable<Buffer>
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return Readable.from(bytes(), { objectMode: false })
}

async function makeFile({ columns, batches }: Table, folder: string): Promise<void> {
  const store = await openToWrite(':memory:', join(folder, 'spill'), 'read')
  try {
    await store.connection.run(`CREATE TABLE told (${columns.map(({ name }) => `${named(name)} VARCHAR`).join(', ')})`)
    const appender = await store.connection.createAppender('told')
    for await (const rows of batches)
      for (const row of rows) {
        for (const cell of row) cell === null ? appender.appendNull() : appender.appendVarchar(cell)
        appender.endRow()
      }
    appender.closeSync()
    const typed = columns.map(({ name, type }) => `${named(name)}::${TYPES[type]} AS ${named(name)}`)
    await store.connection.run(`COPY (SELECT ${typed.join(', ')} FROM told) TO '${join(folder, 'rows.parquet')}' (FORMAT parquet)`)
  } finally {
    store.close()
  }
}

/** A column's name as SQL takes it, whatever is in it. */
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`

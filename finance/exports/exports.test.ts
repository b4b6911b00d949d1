/** Exported files read back: the rows of the figure to the minor unit, nothing a spreadsheet runs, and nothing left behind. */
import { readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { xlsxRows } from '@/payroll-files/xlsx/rows'
import { dir, everything, journal, land, landedBy } from '@/stack/test-runner/landed'
import { buildMarts } from '../build-marts'
import { openToWrite, rowsOf } from '../duckdb'
import { openLanding } from '../landing/landing'
import { publish } from '../publish'
import { daysOf } from '../questions/question'
import { openReader } from '../reader'
import { exportRows, exportSums } from './export-figure'
import type { Table } from './table'
import { writeCsv } from './write-csv'
import { writeParquet } from './write-parquet'
import { writeXlsx } from './write-xlsx'

const { built } = landedBy({ openLanding, buildMarts, publish })
const paid = { ...daysOf(everything), grain: 'month', companies: null, figure: 'paid' } as const
const nobodyLeaves = new AbortController().signal

const table = (rows: readonly (string | null)[][]): Table => ({
  columns: [
    { name: 'name', type: 'text' },
    { name: 'amount', type: 'amount' },
    { name: 'minor', type: 'whole' },
    { name: 'day', type: 'day' },
  ],
  batches: (async function* () {
    yield rows
  })(),
})
const WORST = [
  ['=1+1', '90071992547409.93', '9007199254740993', '2026-11-25'],
  ['@SUM(A1)\t"x",\r\n<&>', '0.0100', '1', '2024-02-29'],
  ['Lucía \u0001 田中 \ud800', '12.500', null, null],
]

async function parquetRows(bytes: Buffer): Promise<Record<string, string | null>[]> {
  const path = join(dir, 'read.parquet')
  writeFileSync(path, bytes)
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  try {
    return await rowsOf(store.connection, `FROM '${path}'`)
  } finally {
    store.close()
  }
}

const bytesOf = (made: { bytes: Readable | null } | null): Readable => made?.bytes ?? Readable.from([])

describe('an exported file', () => {
  it('is the figure to the minor unit, in whatever form, with accounts masked', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const {
      rows: [sums = []],
    } = await reader.figures(paid, [{ figure: 'paid' }])
    const expected = Object.fromEntries(
      sums.flatMap(({ bucket, currency, minor }) => (bucket === null && currency ? [[currency, BigInt(minor ?? 0)]] : [])),
    )
    const total = (rows: readonly Record<string, string | null>[]) =>
      Object.fromEntries(
        [...Map.groupBy(rows, ({ currency }) => currency ?? '')]
          .sort()
          .map(([currency, same]) => [currency, same.reduce((sum, row) => sum + BigInt(row.amount_minor ?? 0), 0n)]),
      )
    const csv = await exportRows(reader, paid, 'csv', nobodyLeaves)
    const read = parse(await text(bytesOf(csv)), { bom: true, columns: true }) as Record<string, string>[]
    expect(read).toHaveLength(csv?.rows ?? -1)
    expect(total(read)).toEqual(expected)
    // Read a month after another, and in order all the same.
    const keys = read.map(({ day, payout_id: id }) => `${day} ${id}`)
    expect([new Set(read.map(({ day }) => day?.slice(0, 7))).size > 1, keys]).toEqual([true, keys.toSorted()])
    expect(new Set(read.map(({ account }) => account?.slice(2)))).toEqual(new Set(['•••• 1332']))
    const parquet = await exportRows(reader, paid, 'parquet', nobodyLeaves)
    expect(total(await parquetRows(await buffer(bytesOf(parquet))))).toEqual(expected)
    const whole = await exportSums(reader, paid, 'csv')
    const summed = parse(await text(bytesOf(whole)), { bom: true, columns: true }) as Record<string, string>[]
    expect(total(summed.filter(({ part, currency }) => part === 'whole' && currency !== 'all'))).toEqual(expected)
    reader.close()
  })

  it('runs nothing in a spreadsheet, and keeps every digit', async () => {
    const csv = await text(writeCsv(table(WORST)))
    expect(csv.startsWith('\ufeffname,amount,minor,day\r\n')).toBe(true)
    const cells = parse(csv, { bom: true, columns: true }) as Record<string, string>[]
    expect(cells.map(({ name }) => name?.slice(0, 2))).toEqual(["'=", "'@", 'Lu'])
    expect(cells[0]?.minor).toBe('9007199254740993')
    const parquet = await parquetRows(await buffer(writeParquet(table(WORST.slice(0, 2)))))
    expect(parquet[0]).toEqual({ name: '=1+1', amount: '90071992547409.9300', minor: '9007199254740993', day: '2026-11-25' })
  })

  it('is a workbook that opens, whose large numbers are exact texts and whose texts are no formulas', async () => {
    const path = join(dir, 'made.xlsx')
    writeFileSync(path, await buffer(writeXlsx(table(WORST))))
    const rows: string[][] = []
    for await (const { cells } of xlsxRows({ name: 'made.xlsx', path }, 'PayLedger', () => {})) rows.push([...cells])
    expect(rows).toEqual([
      ['name', 'amount', 'minor', 'day'],
      ['=1+1', '90071992547409.93', '9007199254740993', '2026-11-25'],
      ['@SUM(A1)\t"x",\r\n<&>', '0.0100', '1', '2024-02-29'],
      ['Lucía  田中 \ufffd', '12.500'],
    ])
  })

  it('leaves nothing behind and lets go of the figures when its reader goes away', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const left = new AbortController()
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('payledger-export-'))
    for (const format of ['csv', 'xlsx', 'parquet'] as const) {
      const made = await exportRows(reader, paid, format, format === 'csv' ? left.signal : nobodyLeaves)
      if (format === 'csv') left.abort()
      for await (const _ of made?.bytes ?? []) break
      made?.bytes?.destroy()
    }
    const behind = () => readdirSync(tmpdir()).filter((name) => name.startsWith('payledger-export-') && !before.includes(name))
    await expect.poll(behind, { timeout: 10_000 }).toEqual([])
    expect((await reader.figures(paid, [{ figure: 'paid' }])).rows[0]).not.toEqual([])
    reader.close()
  })

  it('says that nothing is published, and is none of companies one may not see', async () => {
    const reader = openReader(dir)
    expect([await exportRows(reader, paid, 'csv', nobodyLeaves), await exportSums(reader, paid, 'csv')]).toEqual([null, null])
    await land(journal)
    await built()
    expect((await exportRows(reader, { ...paid, companies: [] }, 'csv', nobodyLeaves))?.rows).toBe(0)
    reader.close()
  })
})

/** Large files hold few of their rows in memory however slow the disk is, are whole or not there, and keep to the room that there is. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exportsFolder } from '../folders'
import type { FigureRow } from '../questions/figure-rows'
import type { Figures, RowTaker } from '../reader'
import { exportRows, FORMATS, type Format } from './export-figure'
import { exportPath, removeOtherExports, type Told, writeExportFile } from './write-file'

const COVERAGE = { position: '7', coveredUntil: '2026-11-25T14:00:00.000Z', deadLetters: 0 }
const QUESTION = { from: '2026-01-01', to: '2026-12-31', grain: 'month', companies: null, figure: 'payouts' } as const
const BATCH = 1_000
const signal = new AbortController().signal

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'export-file-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const rowOf = (n: number): FigureRow => ({
  ...{ id: crypto.randomUUID(), position: '7', part: 0, day: '2026-11-25', what: 'payout', status: 'settled', companyCode: 'TSA' },
  ...{ runReference: 'TSA-1', lineNumber: n, endToEndId: crypto.randomUUID(), accountLast4: '1332', country: 'ES', corridor: 'DE-ES' },
  ...{ rail: 'sepa', reason: 'none', currency: 'EUR', minor: '250000', seconds: null },
})

/** So many rows, made as they are taken; `taken` counts them. */
function figuresOf(rows: number): Figures & { taken: number } {
  const made = {
    taken: 0,
    async everyRow(_: unknown, taker: RowTaker) {
      taker.begin(rows, COVERAGE)
      for (let at = 0; at < rows; at += BATCH) {
        const size = Math.min(BATCH, rows - at)
        made.taken += size
        await taker.take(Array.from({ length: size }, (_each, n) => rowOf(at + n)))
      }
      return true
    },
  }
  return made as unknown as Figures & { taken: number }
}

const write = (
  rows: number,
  format: Format,
  more: { tell?: (told: Told) => Promise<void>; room?: { fileMax: number; folderMax: number } } = {},
) => writeExportFile(figuresOf(rows), dir, { id: 'a', attempt: 1, format }, { question: QUESTION, tell: async () => {}, signal, ...more })

const names = () => (existsSync(exportsFolder(dir)) ? readdirSync(exportsFolder(dir)) : [])

it.each(['csv', 'xlsx'] as const)('%s: a disk that stands still is not read ahead of', async (format) => {
  const figures = figuresOf(1_000_000)
  const made = await exportRows(figures, QUESTION, format, signal, { rowsMax: 2_000_000, limitMs: 60_000 })
  const parts = (made?.bytes ?? Readable.from([]))[Symbol.asyncIterator]()
  await parts.next()
  await pause(100)
  const before = figures.taken
  await pause(200)
  expect([figures.taken - before, figures.taken <= 40 * BATCH]).toEqual([0, true])
  await parts.return?.()
})

it('parquet: rows are handed to the engine, and not kept beside it', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held: number[] = []
  const tell = async ({ written }: Told) => {
    if (written % 30_000 !== 0) return
    collect()
    held.push(process.memoryUsage().heapUsed)
  }
  await write(60_000, 'parquet', { tell })
  const [, first = 0, second = 0] = held
  // Thirty thousand rows are 30 MB of texts.
  expect([held.length, second - first < 5_000_000]).toEqual([3, true])
})

it.each(Object.keys(FORMATS) as Format[])('%s: is whole, and says of what', async (format) => {
  const told: Told[] = []
  const tell = async (each: Told) => {
    told.push(each)
  }
  const bytes = await write(2_500, format, { tell })
  expect(names()).toEqual([`a-1.${format}`])
  expect(readFileSync(exportPath(dir, { id: 'a', attempt: 1, format }))).toHaveLength(bytes)
  expect(told.map(({ written }) => written)).toEqual([0, 1_000, 2_000, 2_500])
  expect(new Set(told.map(({ rows, coverage }) => `${rows} ${coverage.position}`))).toEqual(new Set(['2500 7']))
})

it.each(Object.keys(FORMATS) as Format[])('%s: called off in the middle leaves nothing, and says why', async (format) => {
  const tell = async ({ written }: Told) => {
    if (written > 3_000) throw new Error('called off')
  }
  await expect(write(50_000, format, { tell })).rejects.toThrow('called off')
  expect(names()).toEqual([])
})

it('keeps to the room of a file and of all files, and says so', async () => {
  await expect(write(50_000, 'csv', { room: { fileMax: 1_000_000, folderMax: 9_000_000 } })).rejects.toThrow(/larger than 0.001 GB/)
  expect(names()).toEqual([])
  const kept = await write(2_000, 'csv')
  const room = { fileMax: kept * 9, folderMax: kept + 10 }
  await expect(write(2_000, 'parquet', { room })).rejects.toThrow(/no room for more files/)
  await expect(write(2_000, 'xlsx', { room: { ...room, folderMax: kept } })).rejects.toThrow(/no room for more files/)
  expect(names()).toEqual(['a-1.csv'])
})

it('refuses more rows than a sheet has, before it reads one', async () => {
  const figures = figuresOf(1_048_576)
  const file = { id: 'a', attempt: 1, format: 'xlsx' } as const
  await expect(writeExportFile(figures, dir, file, { question: QUESTION, tell: async () => {}, signal })).rejects.toThrow(
    'A sheet has 1,048,575 rows at most, and this has 1,048,576. Ask for CSV or Parquet.',
  )
  expect(figures.taken).toBeLessThanOrEqual(2 * BATCH)
})

it('takes away what no attempt wants, and nothing that began meanwhile', async () => {
  await write(10, 'csv')
  const removed = await removeOtherExports(dir, async () => {
    await writeExportFile(figuresOf(10), dir, { id: 'b', attempt: 2, format: 'csv' }, { question: QUESTION, tell: async () => {}, signal })
    return []
  })
  expect([removed, names()]).toEqual([1, ['b-2.csv']])
})

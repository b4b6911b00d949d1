/** The rows behind a figure as a file on disk: streamed, whole or not there, and all of one publication. */
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Coverage } from '@/platform/freshness'
import { placeAtomically, unless } from '../atomic-file'
import { exportsFolder } from '../folders'
import type { FigureName, Question } from '../questions/question'
import type { Figures } from '../reader'
import { exportRows, type Format } from './export-figure'
import { SHEET_ROWS_MAX } from './limits'

const FILE_ROWS_MAX = 10_000_000
const WRITE_MS_MAX = 3_000_000

/** In bytes: of one file, and of all that are kept together. */
export type Room = { fileMax: number; folderMax: number }
const ROOM: Room = { fileMax: 1_000_000_000, folderMax: 4_000_000_000 }

/** Why it cannot be made, as a sentence; another attempt would come to the same. */
export class CannotExport extends Error {
  override name = 'CannotExport'
}

export type FileAttempt = { id: string; attempt: number; format: Format }
export type Told = { rows: number; coverage: Coverage; written: number }

/** The name of what an attempt wrote; each has its own. */
export const exportPath = (dir: string, { id, attempt, format }: FileAttempt): string =>
  join(exportsFolder(dir), `${id}-${attempt}.${format}`)

type How = {
  question: Question & { figure: FigureName }
  /** Asked at the beginning and with each batch of rows; it stops the writing by throwing. */
  tell(told: Told): Promise<void>
  signal: AbortSignal
  room?: Room
}

/**
 * Writes the file and gives it its name.
 * @returns its size in bytes. @throws CannotExport, AskedTooMuch, what `tell` throws, and the disk's errors; nothing is left then.
 */
export async function writeExportFile(figures: Figures, dir: string, file: FileAttempt, how: How): Promise<number> {
  const { fileMax, folderMax } = how.room ?? ROOM
  const folder = exportsFolder(dir)
  await mkdir(folder, { recursive: true })
  const left = folderMax - (await bytesIn(folder))
  if (left <= 0) throw new CannotExport(NO_ROOM)
  const writing = join(folder, `${WRITING}${file.id}-${file.attempt}`)
  const stop = new AbortController()
  const late = AbortSignal.timeout(WRITE_MS_MAX)
  try {
    const made = await exportRows(figures, how.question, file.format, AbortSignal.any([how.signal, stop.signal, late]), {
      ...{ rowsMax: file.format === 'xlsx' ? SHEET_ROWS_MAX : FILE_ROWS_MAX, limitMs: WRITE_MS_MAX, folder: writing },
      tell: (rows, coverage, written) => how.tell({ rows, coverage, written }),
    })
    if (made === null) throw new CannotExport('There are no figures yet. Ask again once there are.')
    if (made.bytes === null) throw new CannotExport(tooMany(file.format, made.rows))
    await mkdir(writing, { recursive: true })
    const path = join(writing, 'file')
    await pipeline(made.bytes, counted(Math.min(fileMax, left), fileMax < left ? tooLarge(fileMax) : NO_ROOM), createWriteStream(path))
    const { size } = await stat(path)
    await placeAtomically(path, exportPath(dir, file), 'replace')
    return size
  } catch (error) {
    // What reads the rows ends with what writes them.
    stop.abort()
    throw late.aborted ? new CannotExport(TOO_LONG) : error
  } finally {
    await rm(writing, { recursive: true, force: true })
  }
}

const WRITING = '.writing-'

const NO_ROOM = 'There is no room for more files at the moment. Older ones are removed after a day; ask again then, or choose fewer months.'

const TOO_LONG = `It took longer than ${WRITE_MS_MAX / 60_000} minutes, and was stopped. Choose fewer months, a company or a currency.`

const tooLarge = (bytes: number): string =>
  `The file would be larger than ${bytes / 1_000_000_000} GB. Choose fewer months, or ask for Parquet.`

function tooMany(format: Format, rows: number): string {
  const count = rows.toLocaleString('en')
  if (format === 'xlsx')
    return `A sheet has ${SHEET_ROWS_MAX.toLocaleString('en')} rows at most, and this has ${count}. Ask for CSV or Parquet.`
  return `A file has ${FILE_ROWS_MAX.toLocaleString('en')} rows at most, and this has ${count}. Choose fewer months, a company or a currency.`
}

/** Hands bytes on. @throws CannotExport once there are more. */
function counted(bytesMax: number, sentence: string): Transform {
  let bytes = 0
  return new Transform({
    transform(part: Buffer | string, _, done) {
      bytes += Buffer.byteLength(part)
      if (bytes > bytesMax) done(new CannotExport(sentence))
      else done(null, part)
    },
  })
}

async function bytesIn(folder: string): Promise<number> {
  const names = (await namesOf(folder)).filter((name) => !name.startsWith(WRITING))
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).catch(unless('ENOENT'))))
  return sizes.reduce((sum, found) => sum + (found?.size ?? 0), 0)
}

/** The file of an attempt, to be read and closed; null where it is not there any more. */
export const openExport = async (dir: string, file: FileAttempt): Promise<FileHandle | null> =>
  (await open(exportPath(dir, file)).catch(unless('ENOENT'))) ?? null

/** Removes the file of an attempt, if there is one. */
export const removeExport = (dir: string, file: FileAttempt): Promise<void> => rm(exportPath(dir, file), { force: true })

/** Removes what no wanted attempt has written or writes; how many. `wanted` is asked after the names were read, so that what has just begun stays. */
export async function removeOtherExports(
  dir: string,
  wanted: () => Promise<readonly Pick<FileAttempt, 'id' | 'attempt'>[]>,
): Promise<number> {
  const names = await namesOf(exportsFolder(dir))
  if (names.length === 0) return 0
  const kept = new Set((await wanted()).map(({ id, attempt }) => `${id}-${attempt}`))
  const others = names.filter((name) => !kept.has(name.replace(WRITING, '').replace(/\.\w+$/, '')))
  await Promise.all(others.map((name) => rm(join(exportsFolder(dir), name), { recursive: true, force: true })))
  return others.length
}

const namesOf = async (folder: string): Promise<string[]> => (await readdir(folder).catch(unless('ENOENT'))) ?? []

/** Large files that people of finance asked for, as they see them and as the job that writes them does. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'

export const EXPORT_STATES = ['asked', 'writing', 'done', 'failed', 'cancelled'] as const
export type ExportState = (typeof EXPORT_STATES)[number]
export const EXPORT_FORMATS = ['csv', 'xlsx', 'parquet'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** What the rows are chosen by; finance knows what it means. */
export type ExportQuestion = Readonly<Record<string, string | null | undefined>>

export type ExportFile = {
  id: string
  figure: string
  question: ExportQuestion
  /** The choices as they stand in the page's address. */
  asks: string
  format: ExportFormat
  state: ExportState
  attempt: number
  /** The event up to which all its rows are; null before it was begun. */
  position: string | null
  coveredUntil: string | null
  rowsTotal: number | null
  rowsWritten: number
  bytes: number | null
  reason: string | null
  askedAt: string
  endedAt: string | null
  /** When it is taken away, or was; null where there is nothing to fetch. */
  expiresAt: string | null
}

/** A file is kept for a day, and what became of it is told for a week. */
export const EXPORT_KEPT_MS = 86_400_000
const TOLD_MS = 7 * 86_400_000
/** What nobody has finished by then is not finished any more: its job was tried as often as it is. */
const OPEN_MS = 2 * 3_600_000
const SHOWN_MAX = 50

const COLUMNS = Prisma.sql`file.id, file.figure, file.question, file.asks, file.format, file.state, file.attempt, file.position::text AS position,
  iso_utc(file.covered_until) AS "coveredUntil", file.rows_total::float AS "rowsTotal", file.rows_written::float AS "rowsWritten", file.bytes::float AS bytes,
  file.reason, iso_utc(file.asked_at) AS "askedAt", iso_utc(file.ended_at) AS "endedAt",
  CASE WHEN file.state = 'done' THEN iso_utc(file.ended_at + interval '1 day') END AS "expiresAt"`

/** The newest of them that somebody has asked for. */
export function listExports(ledger: Ledger, userId: string): Promise<ExportFile[]> {
  return ledger.$queryRaw<ExportFile[]>`
    SELECT ${COLUMNS} FROM export_file file WHERE file.asked_by = ${userId} ORDER BY file.asked_at DESC, file.id LIMIT ${SHOWN_MAX}`
}

/** One that they asked for; null also of another's. */
export async function readExport(db: Ledger | Transaction, userId: string, id: string): Promise<ExportFile | null> {
  const [found] = await db.$queryRaw<ExportFile[]>`
    SELECT ${COLUMNS} FROM export_file file WHERE file.id = ${id}::uuid AND file.asked_by = ${userId}`
  return found ?? null
}

/** Begins an attempt; null where there is nothing to be written any more. */
export async function beginAttempt(ledger: Ledger, id: string): Promise<ExportFile | null> {
  const [begun] = await ledger.$queryRaw<ExportFile[]>`
    UPDATE export_file file SET state = 'writing', attempt = file.attempt + 1, rows_written = 0, rows_total = NULL, position = NULL, covered_until = NULL
    WHERE file.id = ${id}::uuid AND file.state IN ('asked', 'writing') RETURNING ${COLUMNS}`
  return begun ?? null
}

type Attempt = Pick<ExportFile, 'id' | 'attempt'>
export type Progress = { rowsTotal: number; rowsWritten: number; position: string; coveredUntil: string | null }

/** How far the attempt is. @returns false when it is no longer wanted: cancelled, or taken over by a later one. */
export async function noteProgress(
  ledger: Ledger,
  { id, attempt }: Attempt,
  { rowsTotal, rowsWritten, position, coveredUntil }: Progress,
): Promise<boolean> {
  const written = await ledger.$executeRaw`
    UPDATE export_file SET rows_total = ${rowsTotal}, rows_written = ${rowsWritten}, position = ${position}::bigint, covered_until = ${coveredUntil}::timestamptz
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'writing'`
  return written === 1
}

/** The attempt's file is whole and has its name. @returns false when nobody wants it any more. */
export async function noteDone(ledger: Ledger, { id, attempt }: Attempt, bytes: number, now: Date): Promise<boolean> {
  const written = await ledger.$executeRaw`
    UPDATE export_file SET state = 'done', bytes = ${bytes}, rows_written = rows_total, ended_at = ${now}
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'writing'`
  return written === 1
}

/** It cannot be made, for this reason. */
export async function noteFailed(ledger: Ledger, { id, attempt }: Attempt, reason: string, now: Date): Promise<void> {
  await ledger.$executeRaw`
    UPDATE export_file SET state = 'failed', reason = ${reason}, ended_at = ${now} WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'writing'`
}

/** Gives up what nobody finished, and forgets what is over for long; how many of both. */
export async function forgetOldExports(ledger: Ledger, now: Date): Promise<number> {
  const given = await ledger.$executeRaw`
    UPDATE export_file SET state = 'failed', reason = 'It was not done within two hours. Ask for it again.', ended_at = ${now}
    WHERE state IN ('asked', 'writing') AND asked_at < ${new Date(now.getTime() - OPEN_MS)}`
  return given + (await ledger.$executeRaw`DELETE FROM export_file WHERE ended_at < ${new Date(now.getTime() - TOLD_MS)}`)
}

/** Ids and attempts whose files are still wanted. */
export function wantedExports(ledger: Ledger, now: Date): Promise<Attempt[]> {
  return ledger.$queryRaw<Attempt[]>`
    SELECT id, attempt FROM export_file
    WHERE state IN ('asked', 'writing') OR (state = 'done' AND ended_at > ${new Date(now.getTime() - EXPORT_KEPT_MS)})`
}

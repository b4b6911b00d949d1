/** Somebody asks for a large file, or calls it off. */
import { createHash } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { enqueue } from '../transaction/enqueue'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { EXPORT_KEPT_MS, type ExportFormat, type ExportQuestion, type ExportState } from './export-files'

/** A job that writes one file. */
export type ExportJob = { exportId: string; requestId: string }
export type ExportAsked = { id: string; state: ExportState }

/** So many a person may have that are open or can still be fetched. */
export const EXPORTS_MAX = 10

type Wanted = {
  figure: string
  question: ExportQuestion
  /** The choices as they stand in the page's address. */
  asks: string
  format: ExportFormat
  /** Of the figures that are published now; null where they are of the past, which does not move. */
  position: string | null
}

/**
 * Asks for it. What the same person has asked for already, and is open or was made of the figures that there are now (`position`), is that one again.
 * Rejections: `unsuited` when they have as many as one may.
 */
export function askExport(
  ledger: Ledger,
  call: CommandContext,
  { figure, question, asks, format, position }: Wanted,
): Promise<CommandResult<ExportAsked>> {
  return execute<ExportAsked>(ledger, call, async (tx) => {
    const userId = call.actor.id
    await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`exports ${userId}`}, 0))) AS taken`
    const text = JSON.stringify(question, Object.keys(question).sort())
    const hash = createHash('sha256').update(`${figure} ${format} ${text}`).digest('hex')
    const kept = new Date(call.now.getTime() - EXPORT_KEPT_MS)
    const [same] = await tx.$queryRaw<ExportAsked[]>`
      SELECT id, state FROM export_file WHERE asked_by = ${userId} AND question_hash = ${hash}
        AND (state IN ('asked', 'writing') OR (state = 'done' AND ended_at > ${kept} AND (${position}::bigint IS NULL OR position = ${position}::bigint)))
      ORDER BY asked_at DESC LIMIT 1`
    if (same) return same
    const [counted] = await tx.$queryRaw<{ files: number }[]>`
      SELECT count(*)::int AS files FROM export_file
      WHERE asked_by = ${userId} AND (state IN ('asked', 'writing') OR (state = 'done' AND ended_at > ${kept}))`
    if ((counted?.files ?? 0) >= EXPORTS_MAX)
      return {
        code: 'unsuited',
        because: `You have ${EXPORTS_MAX} files already. Each is taken away a day after it was made; remove one to ask for another.`,
      }
    const [made] = await tx.$queryRaw<ExportAsked[]>`
      INSERT INTO export_file (asked_by, asked_at, figure, question, question_hash, asks, format)
      VALUES (${userId}, ${call.now}, ${figure}, ${text}::jsonb, ${hash}, ${asks}, ${format}) RETURNING id, state`
    const asked = made as ExportAsked
    await enqueue(tx, 'write-export', { exportId: asked.id, requestId: call.requestId } satisfies ExportJob)
    // Who takes a million rows out is worth knowing.
    const detail = { figure, format, question }
    await appendAudit(tx, { act: 'audit.export-asked', about: { type: 'export', id: asked.id }, detail }, factOf(call, null))
    return asked
  })
}

/** Calls it off, or lets go of a file that was made. Rejections: `not-found` also of another's, `unsuited` when it is over. */
export function cancelExport(ledger: Ledger, call: CommandContext, id: string): Promise<CommandResult<ExportAsked>> {
  return execute<ExportAsked>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<ExportAsked[]>`
      SELECT id, state FROM export_file WHERE id = ${id}::uuid AND asked_by = ${call.actor.id} FOR UPDATE`
    if (!found) return { code: 'not-found', what: 'export' }
    if (found.state === 'failed' || found.state === 'cancelled') return { code: 'unsuited', because: 'It is over already.' }
    await tx.$executeRaw`UPDATE export_file SET state = 'cancelled', ended_at = ${call.now} WHERE id = ${id}::uuid`
    return { id, state: 'cancelled' }
  })
}

/** A bank's file that could not be read is read again: a person asks for it, and the gateway does it. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type AskedReading = { id: string; fileName: string }

/**
 * Asks for it; asked again while it waits, nothing is added. Rejections: `not-found`; `unsuited` where two people decide instead, because the message could be
 * read and contradicts an earlier one.
 */
export function askReading(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  reason: string,
): Promise<CommandResult<AskedReading>> {
  return execute<AskedReading>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<{ kind: string; fileName: string; sha256: string }[]>`
      SELECT kind, file_name AS "fileName", coalesce(file_sha256, sha256) AS sha256 FROM bank_message
      WHERE id = ${bankMessageId}::uuid AND direction = 'in' AND status = 'set-aside'`
    if (!found) return { code: 'not-found', what: 'file' }
    const { kind, fileName, sha256 } = found
    if (kind !== 'unreadable')
      return {
        code: 'unsuited',
        because: 'This message was read, and contradicts an earlier one. Two people decide on its bank exception.',
      }
    // Two who ask at once: the second waits here, and finds the first.
    await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`reading ${sha256}`}, 0))) AS taken`
    const [asked] = await tx.$queryRaw<{ id: string; fileName: string }[]>`
      SELECT id, file_name AS "fileName" FROM bank_file_reading WHERE file_sha256 = ${sha256} AND state = 'asked'`
    if (asked) return asked
    const id = randomUUID()
    await tx.$executeRaw`
      INSERT INTO bank_file_reading (id, bank_message_id, file_name, file_sha256, reason, asked_by)
      VALUES (${id}::uuid, ${bankMessageId}::uuid, ${fileName}, ${sha256}, ${reason}, ${call.actor.id})`
    const about = { type: 'bank-file', id: sha256 }
    await appendAudit(tx, { act: 'audit.bank-file-reading-asked', about, detail: { reading: id, fileName } }, factOf(call, reason))
    return { id, fileName }
  })
}

export type WantedReading = { id: string; fileName: string; sha256: string }

/** Those that wait for the gateway, the oldest first. */
export function wantedReadings(ledger: Ledger): Promise<WantedReading[]> {
  return ledger.$queryRaw<WantedReading[]>`
    SELECT id, file_name AS "fileName", file_sha256 AS sha256 FROM bank_file_reading WHERE state = 'asked' ORDER BY asked_at, id LIMIT 20`
}

/** Writes down what came of it, once: a second gateway, or one that was killed in between, changes nothing. */
export async function endReading(
  ledger: Ledger,
  call: CommandContext,
  { id, fileName, sha256 }: WantedReading,
  { isRead, outcome }: { isRead: boolean; outcome: string },
): Promise<void> {
  await execute<{ id: string }>(ledger, call, async (tx) => {
    const state = isRead ? 'done' : 'failed'
    const ended = await tx.$executeRaw`
      UPDATE bank_file_reading SET state = ${state}, ended_at = ${call.now}, outcome = ${outcome} WHERE id = ${id}::uuid AND state = 'asked'`
    const about = { type: 'bank-file', id: sha256 }
    if (ended > 0)
      await appendAudit(
        tx,
        { act: 'audit.bank-file-read-again', about, detail: { reading: id, fileName, state, outcome } },
        factOf(call, null),
      )
    return { id }
  })
}

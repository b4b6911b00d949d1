/** Lists a message that came from the bank, and what it did to each run. */
import type { Transaction } from '@/prisma/connect'
import type { MovesByRun } from './post-payments'

/** `fileSha256` names the file in the archive; `sha256` is of the one message, which may have come in a zip. */
export type ReceivedMessage = {
  kind: 'pain.002' | 'camt.053' | 'camt.054' | 'unreadable'
  messageId: string
  fileName: string
  sha256: string
  fileSha256: string
}

export type Recorded = { status: 'applied' | 'nothing-new' | 'ignored' | 'set-aside'; payments: number; note: string | null }

/** Writes the message's row. Its evidence names it, so this comes first; what it did is added by `recordEffects`. */
export async function recordMessage(
  tx: Transaction,
  message: ReceivedMessage,
  { status, payments, note }: Recorded,
  now: Date,
): Promise<string> {
  const { kind, messageId, fileName, sha256, fileSha256 } = message
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO bank_message (direction, kind, message_id, file_name, sha256, file_sha256, status, payments, note, created_at)
    VALUES ('in', ${kind}, ${messageId}, ${fileName}, ${sha256}, ${fileSha256}, ${status}, ${payments}, ${note}, ${now})
    RETURNING id`
  return (row as { id: string }).id
}

/** Corrects the row to what came of it, and lists the runs it speaks of with what moved in them. */
export async function recordEffects(
  tx: Transaction,
  id: string,
  recorded: Recorded & { identity?: string | null; content?: string | null },
  runIds: readonly string[],
  moves: MovesByRun,
): Promise<void> {
  const { status, payments, note, identity = null, content = null } = recorded
  await tx.$executeRaw`
    UPDATE bank_message SET status = ${status}, payments = ${payments}, note = ${note}, identity = ${identity}, content = ${content} WHERE id = ${id}::uuid`
  const rows = runIds.map((runId) => ({ runId, ...(moves.get(runId) ?? { settled: 0, failed: 0, returned: 0 }) }))
  await tx.$executeRaw`
    INSERT INTO bank_message_effect (bank_message_id, run_id, settled, failed, returned)
    SELECT ${id}::uuid, "runId", settled, failed, returned
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e("runId" uuid, settled int, failed int, returned int)
    ON CONFLICT (bank_message_id, run_id) DO UPDATE SET settled = excluded.settled, failed = excluded.failed, returned = excluded.returned`
}

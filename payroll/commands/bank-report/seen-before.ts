/** A bank's file is its own idempotency key: the same message again changes nothing, the same id with other content is refused by name. */
import type { Transaction } from '@/prisma/connect'
import type { ReceivedMessage, Recorded } from './record-file'

type Before = { recorded: Recorded; runIds: string[]; listed: boolean }

/** What to answer when this message came before; `listed` when even that is on the list already, as after a crash. */
export async function seenBefore(tx: Transaction, message: ReceivedMessage): Promise<Before | null> {
  const { kind, messageId, sha256, fileName } = message
  const [before] = await tx.$queryRaw<{ id: string; file_name: string; sha256: string }[]>`
    SELECT id, file_name, sha256 FROM bank_message
    WHERE direction = 'in' AND kind = ${kind} AND message_id = ${messageId} AND status IN ('applied', 'nothing-new')`
  if (!before) return null
  const same = before.sha256 === sha256
  const runs = await tx.$queryRaw<{ run_id: string }[]>`SELECT run_id FROM bank_message_effect WHERE bank_message_id = ${before.id}::uuid`
  const note = same
    ? `The same file came before, as ${before.file_name}: nothing was changed.`
    : `Message ${messageId} came before with other content, as ${before.file_name}: this one was not applied.`
  const recorded = { status: same ? 'ignored' : 'set-aside', payments: 0, note } as const
  // The runs of the earlier message are not those of another one that has its id.
  return { recorded, runIds: same ? runs.map((run) => run.run_id) : [], listed: !same && (await isListed(tx, fileName, sha256)) }
}

/** Set aside under this name and content before: a crash between the record and the move of the file leads here again. */
export async function isListed(tx: Transaction, fileName: string, sha256: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ listed: boolean }[]>`
    SELECT EXISTS (SELECT FROM bank_message WHERE direction = 'in' AND status = 'set-aside' AND file_name = ${fileName} AND sha256 = ${sha256}) AS listed`
  return row?.listed ?? false
}

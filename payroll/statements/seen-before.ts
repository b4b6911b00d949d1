/**
 * A bank's file is its own idempotency key: the same message again changes nothing. Another one of the same sender, id and time is a contradiction, which
 * two people apply or discard.
 */
import type { Transaction } from '@/prisma/connect'
import type { ReceivedMessage, Recorded } from './record-file'

type Before = { recorded: Recorded; runIds: string[]; contradicts: boolean }

type Earlier = { id: string; file_name: string; sha256: string; content: string | null }

/**
 * What to answer when this message came before. `says` is what it says now, asked for only when one of its identity came; null is nothing.
 */
export async function seenBefore(
  tx: Transaction,
  message: ReceivedMessage,
  identity: string,
  says: () => Promise<string | null>,
): Promise<Before | null> {
  const { kind, messageId, sha256 } = message
  const earlier = await tx.$queryRaw<Earlier[]>`
    SELECT id, file_name, sha256, content FROM bank_message
    WHERE direction = 'in' AND status IN ('applied', 'nothing-new') AND (identity = ${identity} OR (kind = ${kind} AND message_id = ${messageId} AND sha256 = ${sha256}))
    ORDER BY created_at, id`
  if (earlier.length === 0) return null
  const same = earlier.find((each) => each.sha256 === sha256)
  if (same) return known(tx, same, `The same file arrived before as ${same.file_name}. Nothing changed.`)
  const content = await says()
  const first = earlier[0] as Earlier
  if (content === null)
    return known(tx, first, `It has no entries, and message ${messageId} arrived before as ${first.file_name}. Nothing changed.`)
  const alike = earlier.find((each) => each.content === content)
  if (alike) return known(tx, alike, `The same message arrived before as ${alike.file_name}. Nothing changed.`)
  const note = `Message ${messageId} arrived before with other content, as ${first.file_name}. Open its bank exception: one person proposes to apply or discard it, and another confirms.`
  // The runs of the earlier message are not those of another one that has its id.
  return { runIds: [], recorded: { status: 'set-aside', payments: 0, note }, contradicts: true }
}

async function known(tx: Transaction, { id }: Earlier, note: string): Promise<Before> {
  const runs = await tx.$queryRaw<{ run_id: string }[]>`SELECT run_id FROM bank_message_effect WHERE bank_message_id = ${id}::uuid`
  return { recorded: { status: 'ignored', payments: 0, note }, runIds: runs.map((run) => run.run_id), contradicts: false }
}

/** Set aside under this name and content before: a crash between the record and the move of the file leads here again. */
export async function isListed(tx: Transaction, fileName: string, sha256: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ listed: boolean }[]>`
    SELECT EXISTS (SELECT FROM bank_message WHERE direction = 'in' AND status = 'set-aside' AND file_name = ${fileName} AND sha256 = ${sha256}) AS listed`
  return row?.listed ?? false
}

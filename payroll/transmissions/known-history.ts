/** What the ledger says to whoever asks whether it is the history they know. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { type Contradiction, contradiction, type Found, type Witness } from './judge-history'

export type { HandedOver, Witness } from './judge-history'

type Row = Omit<Found, 'newest' | 'file'> & {
  newest: Found['newest'] | null
  file: { sha256: string | null; beganAt: string | null } | null
}

/**
 * Compares the ledger with `witness`, in one statement of six look-ups by key.
 * @returns why they do not agree, or null; and what the witness should say from now on.
 * @throws when Postgres does not answer.
 */
export async function compareHistory(ledger: Ledger, witness: Witness | null): Promise<{ problem: Contradiction | null; seen: Witness }> {
  const [found] = await ledger.$queryRaw<Row[]>`
    SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS database,
      leader.system_identifier AS "relayDatabase", leader.era, pg_snapshot_xmax(pg_current_snapshot())::text AS "nextXid",
      (SELECT json_build_object('xid', newest.xid::text, 'seq', newest.seq::text, 'eventId', newest.event_id)
       FROM (SELECT xid, seq, event_id FROM outbox ORDER BY outbox.xid DESC, outbox.seq DESC LIMIT 1) AS newest) AS newest,
      (SELECT outbox.event_id::text FROM outbox WHERE outbox.xid = ${witness?.journal?.xid ?? '0'}::xid8
        AND outbox.seq = ${witness?.journal?.seq ?? '0'}::bigint) AS "eventId",
      (SELECT json_build_object('sha256', message.sha256, 'beganAt', iso_utc(message.hand_over_began_at)) FROM bank_message message
       WHERE message.direction = 'out' AND message.message_id = ${messageIdOf(witness?.handedOver?.fileName ?? '')}) AS file,
      (SELECT stop.sentence FROM history_stop stop WHERE stop.process = 'outbox-relay' AND stop.kind = 'ledger' AND NOT stop.is_told) AS "relayStops"
    FROM relay_leader leader`
  if (!found) throw new Error('relay_leader has no row')
  const { database, era, newest } = found
  return { problem: contradiction(witness, found), seen: { database, era, journal: newest, handedOver: witness?.handedOver ?? null } }
}

/**
 * Of these files, handed over at some time by what is kept beside the bank's folders, those that the ledger has not begun to hand over, and of which nobody
 * was asked when it was adopted.
 */
export async function filesNotHandedOver(ledger: Ledger | Transaction, fileNames: readonly string[]): Promise<string[]> {
  const unknown = await ledger.$queryRaw<{ name: string }[]>`
    SELECT file.name FROM unnest(${fileNames.map(messageIdOf)}::text[]) AS file(name)
    WHERE NOT EXISTS (SELECT FROM bank_message message WHERE message.direction = 'out' AND message.message_id = file.name
      AND message.hand_over_began_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM unaccounted_file asked WHERE asked.file_name = file.name || '.xml')
    ORDER BY file.name`
  return unknown.map(({ name }) => `${name}.xml`)
}

/** A file to the bank is named after its message. */
const messageIdOf = (fileName: string): string => fileName.replace(/\.xml$/, '')

/** Whether a bank has spoken of a file that the ledger has never begun to hand over, or of a payment in it. */
export async function isAnsweredBefore(ledger: Ledger, bankMessageId: string): Promise<boolean> {
  const [found] = await ledger.$queryRaw<{ answered: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM bank_message message CROSS JOIN LATERAL (
        SELECT end_to_end_id AS id FROM settlement_instruction WHERE bank_message_id = message.id
        UNION SELECT block_id FROM settlement_instruction WHERE bank_message_id = message.id) sent
      WHERE message.id = ${bankMessageId}::uuid AND message.hand_over_began_at IS NULL AND EXISTS (SELECT FROM bank_claim claim
        WHERE claim.about = sent.id OFFSET 0)) AS answered`
  return found?.answered ?? false
}

/** Of these hashes of archived files, those that no file of the ledger has, in whichever direction. */
export async function hashesUnknown(ledger: Ledger, hashes: readonly string[]): Promise<string[]> {
  const unknown = await ledger.$queryRaw<{ hash: string }[]>`
    SELECT kept.hash FROM unnest(${[...hashes]}::text[]) AS kept(hash)
    WHERE NOT EXISTS (SELECT FROM bank_message message WHERE message.sha256 = kept.hash OR message.file_sha256 = kept.hash)
      AND NOT EXISTS (SELECT FROM unaccounted_file asked WHERE asked.sha256 = kept.hash)`
  return unknown.map(({ hash }) => hash)
}

/** The files that the ledger has handed over, with the hash of their bytes. */
export function transmittedFiles(ledger: Ledger): Promise<{ fileName: string; sha256: string }[]> {
  return ledger.$queryRaw`
    SELECT file_name AS "fileName", sha256 FROM bank_message
    WHERE direction = 'out' AND sha256 IS NOT NULL AND hand_over_began_at IS NOT NULL`
}

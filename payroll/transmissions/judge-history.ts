/** Whether a ledger is the history that somebody outside it has seen: pure, so that every way of restoring one can be tried without a server. */

/** A row of the journal; its numbers are decimal strings. */
export type JournalPosition = { xid: string; seq: string; eventId: string }

/** What was handed to the bank; times are ISO, UTC. */
export type HandedOver = { fileName: string; sha256: string; beganAt: string }

/** What is kept outside the ledger, where restoring it takes nothing back. */
export type Witness = {
  /** The cluster's identifier and the database's oid. */
  database: string
  era: number
  /** The newest row of the journal that was ever seen; null before the first. */
  journal: JournalPosition | null
  handedOver: HandedOver | null
  /** Of which time the folders are, when they came from a backup themselves: what went to the bank after it is nowhere any more. */
  restoredFrom?: string
}

/** What the ledger says of itself and of what the witness names. */
export type Found = {
  database: string
  /** The database in which the relay began this era; null before it did. */
  relayDatabase: string | null
  era: number
  /** The transaction id that the ledger gives out next. */
  nextXid: string
  /** The newest row of the journal. */
  newest: JournalPosition | null
  /** The event at the witness's row of the journal. */
  eventId: string | null
  /** The file that the witness names: what its archived bytes were, and when its last hand-over began. */
  file: { sha256: string | null; beganAt: string | null } | null
  /** Why the relay finds that this is not the history it published; not what it was told by the gateway. */
  relayStops: string | null
}

/** Why the ledger is another, as the end of a sentence, and whether that is only what the relay says. */
export type Contradiction = { why: string; isTold: boolean }

/** Null when nothing speaks against it. What the witness itself knows comes before the relay's word. */
export function contradiction(witness: Witness | null, found: Found): Contradiction | null {
  const why = ofWitness(witness, found)
  if (why !== null) return { why, isTold: false }
  return found.relayStops === null ? null : { why: asEnd(found.relayStops), isTold: true }
}

function ofWitness(witness: Witness | null, found: Found): string | null {
  if (found.relayDatabase !== null && found.relayDatabase !== found.database)
    return `this database (${found.database}) is a copy of the one payments were made from (${found.relayDatabase})`
  if (witness === null) return null
  const { database, era, journal, handedOver, restoredFrom } = witness
  if (restoredFrom)
    return `the bank’s folders were restored from the backup of ${minute(restoredFrom)}, and what went to the bank after that is not known`
  if (database !== found.database) return `this database (${found.database}) is not the one payments were made from (${database})`
  if (era !== found.era) return `the ledger is in era ${found.era} of its history, and payments were last made in era ${era}`
  if (handedOver !== null && !knows(found.file, handedOver))
    return `${handedOver.fileName} went to the bank on ${minute(handedOver.beganAt)}, but the ledger does not know of it: an older database was put in its place`
  if (journal !== null && (BigInt(journal.xid) >= BigInt(found.nextXid) || found.eventId !== journal.eventId))
    return `a change that was in the ledger (transaction ${journal.xid}) is missing now: an older database was put in its place`
  return null
}

const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' at ')} UTC`

/** The relay's sentence, "The relay stops: the ledger was restored.", as the end of another one. */
const asEnd = (sentence: string): string => sentence.replace(/^The relay stops:/, 'the relay has stopped, because').replace(/\.+$/, '')

/** A later hand-over of the same file, after a person said that the bank did not get it, is known as well. */
function knows(file: Found['file'], { sha256, beganAt }: HandedOver): boolean {
  return file !== null && file.sha256 === sha256 && file.beganAt !== null && file.beganAt >= beganAt
}

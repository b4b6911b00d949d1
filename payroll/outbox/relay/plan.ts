/** The relay's plans: a batch is written down before it is published, so that after a crash the same events get the same positions again. */
import type { JournalConnection } from './connection'
import { readPlanned } from './journal'
import type { Lead } from './leader'
import { type Batch, type Numbering, numberRows, unnumbered } from './numbering'

/** Another relay leads; this one must not publish any more. */
export class Fenced extends Error {
  constructor({ epoch }: Lead) {
    super(`another relay has taken the lead after epoch ${epoch}`)
  }
}

/** The rows of a planned batch are not the rows that were planned: somebody changed the journal, or put an older one in its place. */
export class JournalChanged extends Error {
  constructor(first: string, last: string) {
    super(`the journal's rows at positions ${first} to ${last} are not the ones that were planned`)
  }
}

/** FOR SHARE makes us wait for a new leader that is just raising the epoch, and then see it. */
const CONFIRM = `
  WITH leader AS MATERIALIZED (SELECT era FROM relay_leader WHERE era = $1 AND epoch = $2 FOR SHARE),
  confirmed AS (
    UPDATE relay_batches SET confirmed_at = clock_timestamp()
    WHERE era = (SELECT era FROM leader) AND confirmed_at IS NULL RETURNING first)`

/** Confirms the batch before this one and plans this one, in one statement. @throws Fenced */
export async function planBatch(connection: JournalConnection, lead: Lead, { before, after }: Batch): Promise<void> {
  const { rowCount } = await connection.query({
    name: 'relay-plan',
    // The count is taken so that the confirmation comes first: only one batch may be open.
    text: `${CONFIRM}
      INSERT INTO relay_batches (era, first, last, from_xid, from_seq, to_xid, to_seq, partition_last, hash, epoch)
      SELECT era, $3::bigint, $4::bigint, $5::xid8, $6::bigint, $7::xid8, $8::bigint, $9::bigint[], $10, $2::bigint
      FROM leader WHERE (SELECT count(*) FROM confirmed) >= 0`,
    values: [
      lead.era,
      lead.epoch,
      String(before.position + 1n),
      String(after.position),
      before.cursor.xid,
      before.cursor.seq,
      after.cursor.xid,
      after.cursor.seq,
      after.last.map(String),
      after.hash,
    ],
  })
  if (rowCount !== 1) throw new Fenced(lead)
}

/** Confirms the open batch when nothing follows it at once. @throws Fenced */
export async function confirmBatch(connection: JournalConnection, lead: Lead): Promise<void> {
  const { rows } = await connection.query<{ leads: boolean }>({
    name: 'relay-confirm',
    text: `${CONFIRM} SELECT EXISTS (SELECT FROM leader) AS leads FROM (SELECT count(*) FROM confirmed) AS done`,
    values: [lead.era, lead.epoch],
  })
  if (!rows[0]?.leads) throw new Fenced(lead)
}

const PLANS_KEPT = 10_000

/** Deletes old plans. The chain of hashes does not need them, and the newest one says where numbering stands. */
export async function forgetOldPlans(connection: JournalConnection, { era }: Lead): Promise<void> {
  await connection.query(
    `DELETE FROM relay_batches WHERE era = $1 AND confirmed_at IS NOT NULL
       AND first < (SELECT b.first FROM relay_batches b WHERE b.era = $1 ORDER BY b.first DESC OFFSET $2 LIMIT 1)`,
    [era, PLANS_KEPT],
  )
}

type Plan = { first: string; last: string; xid: string; seq: string; partition_last: string[]; hash: string; open: boolean }

/**
 * Where numbering stands as far as Kafka has acknowledged it for sure, and the batch planned after that, which Kafka may have or not.
 * @throws JournalChanged
 */
export async function loadPlans(
  connection: JournalConnection,
  { era }: Lead,
  partitions: number,
  partitionOf: (aggregateId: string) => number,
): Promise<{ confirmed: Numbering; open: Batch | null }> {
  const { rows } = await connection.query<Plan>(
    `SELECT b.first::text, b.last::text, b.to_xid::text AS xid, b.to_seq::text AS seq, b.partition_last::text[], b.hash, b.confirmed_at IS NULL AS open
     FROM relay_batches b WHERE b.era = $1 ORDER BY b.first DESC LIMIT 2`,
    [era],
  )
  const [newest, earlier] = rows
  if (!newest?.open) return { confirmed: newest ? numberingOf(newest) : unnumbered(partitions), open: null }
  const confirmed = earlier ? numberingOf(earlier) : unnumbered(partitions)
  const count = Number(BigInt(newest.last) - BigInt(newest.first)) + 1
  const planned = await readPlanned(connection, confirmed.cursor, { xid: newest.xid, seq: newest.seq }, count)
  const open = numberRows(confirmed, planned, partitionOf)
  if (planned.length !== count || open.after.hash !== newest.hash) throw new JournalChanged(newest.first, newest.last)
  return { confirmed, open }
}

function numberingOf({ last, xid, seq, partition_last, hash }: Plan): Numbering {
  return { cursor: { xid, seq }, position: BigInt(last), last: partition_last.map(BigInt), hash }
}

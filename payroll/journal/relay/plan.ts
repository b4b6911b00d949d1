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

/** Per partition the offset after the last event that Kafka acknowledged; null where that is not known. */
export type Offsets = (bigint | null)[]

/** FOR SHARE makes us wait for a new leader that is just raising the epoch, and then see it. */
const confirm = (offsets: string) => `
  WITH leader AS MATERIALIZED (SELECT era FROM relay_leader WHERE era = $1 AND epoch = $2 FOR SHARE),
  confirmed AS (
    UPDATE relay_batches SET confirmed_at = clock_timestamp(), offsets = ${offsets}::bigint[]
    WHERE era = (SELECT era FROM leader) AND confirmed_at IS NULL RETURNING first)`

const parameterOf = (offsets: Offsets | null) => offsets?.map((offset) => offset?.toString() ?? null) ?? null

/** Confirms the batch before this one, whose events end at `offsets`, and plans this one, in one statement. @throws Fenced */
export async function planBatch(
  connection: JournalConnection,
  lead: Lead,
  { before, after }: Batch,
  offsets: Offsets | null = null,
): Promise<void> {
  const { rowCount } = await connection.query({
    name: 'relay-plan',
    // The count is taken so that the confirmation comes first: only one batch may be open.
    text: `${confirm('$11')}
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
      parameterOf(offsets),
    ],
  })
  if (rowCount !== 1) throw new Fenced(lead)
}

/** Confirms the open batch when nothing follows it at once. @throws Fenced */
export async function confirmBatch(connection: JournalConnection, lead: Lead, offsets: Offsets | null = null): Promise<void> {
  const { rows } = await connection.query<{ leads: boolean }>({
    name: 'relay-confirm',
    text: `${confirm('$3')} SELECT EXISTS (SELECT FROM leader) AS leads FROM (SELECT count(*) FROM confirmed) AS done`,
    values: [lead.era, lead.epoch, parameterOf(offsets)],
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

type Plan = {
  first: string
  last: string
  xid: string
  seq: string
  partition_last: string[]
  hash: string
  open: boolean
  offsets: (string | null)[] | null
}

const PLAN = `b.first::text, b.last::text, b.to_xid::text AS xid, b.to_seq::text AS seq, b.partition_last::text[], b.hash,
  b.confirmed_at IS NULL AS open, b.offsets::text[]`

/**
 * Where numbering stands as far as Kafka has acknowledged it for sure, and the batch planned after that, which Kafka may have or not.
 * @throws JournalChanged
 */
export async function loadPlans(
  connection: JournalConnection,
  { era }: Lead,
  partitions: number,
  partitionOf: (aggregateId: string) => number,
): Promise<{ confirmed: Numbering; offsets: Offsets; open: Batch | null }> {
  const { rows } = await connection.query<Plan>(`SELECT ${PLAN} FROM relay_batches b WHERE b.era = $1 ORDER BY b.first DESC LIMIT 2`, [era])
  const [newest, earlier] = rows
  if (!newest?.open)
    return { confirmed: newest ? numberingOf(newest) : unnumbered(partitions), offsets: offsetsOf(newest, partitions), open: null }
  const confirmed = earlier ? numberingOf(earlier) : unnumbered(partitions)
  const count = Number(BigInt(newest.last) - BigInt(newest.first)) + 1
  const planned = await readPlanned(connection, confirmed.cursor, { xid: newest.xid, seq: newest.seq }, count)
  const open = numberRows(confirmed, planned, partitionOf)
  if (planned.length !== count || open.after.hash !== newest.hash) throw new JournalChanged(newest.first, newest.last)
  return { confirmed, offsets: offsetsOf(earlier, partitions), open }
}

/** Where numbering stood at the end of the newest confirmed batch that ends at `position` or before it: at the beginning when that is forgotten. */
export async function baseBelow(connection: JournalConnection, { era }: Lead, position: bigint, partitions: number): Promise<Numbering> {
  const { rows } = await connection.query<Plan>(
    `SELECT ${PLAN} FROM relay_batches b WHERE b.era = $1 AND b.confirmed_at IS NOT NULL AND b.last <= $2::bigint ORDER BY b.first DESC LIMIT 1`,
    [era, position.toString()],
  )
  return rows[0] ? numberingOf(rows[0]) : unnumbered(partitions)
}

/** Notes anew where the events up to `confirmed` end in Kafka. */
export async function noteOffsets(
  connection: JournalConnection,
  { era, epoch }: Lead,
  { position }: Numbering,
  offsets: Offsets,
): Promise<void> {
  await connection.query(
    `UPDATE relay_batches SET offsets = $4::bigint[]
     WHERE era = $1 AND last = $3::bigint AND EXISTS (SELECT FROM relay_leader l WHERE l.era = $1 AND l.epoch = $2)`,
    [era, epoch, position.toString(), parameterOf(offsets)],
  )
}

const offsetsOf = (plan: Plan | undefined, partitions: number): Offsets =>
  Array.from({ length: partitions }, (_, partition) => {
    const offset = plan?.offsets?.[partition] ?? null
    return offset === null ? null : BigInt(offset)
  })

function numberingOf({ last, xid, seq, partition_last, hash }: Plan): Numbering {
  return { cursor: { xid, seq }, position: BigInt(last), last: partition_last.map(BigInt), hash }
}

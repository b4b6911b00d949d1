/** Which bookings of our payments are second ones, and how a person is told: each by itself, or where there are many in one sentence. */
import { formatMinor } from '@/events/money'
import { Prisma, type Transaction } from '@/prisma/connect'
import { inChunks } from '../transaction/chunks'
import { AGREES, BATCH_CONTRADICTS_MATCH, CONTRADICTS_MATCH, INSTRUCTION } from './match-sql'
import { repeatedBookings, type Told } from './told-bookings'

/** `toldWith`: the evidence whose sentence stands for this one too. */
export type Repeated = { key: string; kind: string; problem: string; toldWith: string | null }

type Row = Told & { kind: string; about: string; what: 'booked' | 'returned'; blockId: string; amountMinor: bigint; currency: string }

/** More of one block than these are told as one: nobody reads 600 that say the same. */
const SINGLE_MAX = 5

/**
 * Of the payments and blocks that the evidence is about; where one is found, of all payments of its block, so that it does not matter how the bank has
 * split its files.
 */
export async function repeatedOf(tx: Transaction, keys: readonly string[]): Promise<Repeated[]> {
  const blocks = new Set<string>()
  for (const some of inChunks(keys)) {
    const about = Prisma.sql`SELECT about FROM bank_claim WHERE key = ANY(${some}::text[])`
    const found = secondOnes(await rowsAbout(tx, about))
    for (const { blockId } of found) blocks.add(blockId)
  }
  const all: Repeated[] = []
  for (const blockId of [...blocks].sort()) {
    const about = Prisma.sql`SELECT end_to_end_id FROM settlement_instruction WHERE block_id = ${blockId} UNION SELECT ${blockId}`
    for (const same of Map.groupBy(secondOnes(await rowsAbout(tx, about)), ({ what }) => what).values()) all.push(...said(same))
  }
  return all
}

/** In the order of their keys, so that the same one speaks for all whichever came first. */
function said(second: readonly Row[]): Repeated[] {
  const [first, ...others] = [...second].sort((a, b) => (a.key < b.key ? -1 : 1))
  if (!first) return []
  const alone = ({ key, kind, what }: Row): Repeated => ({ key, kind, problem: `${what} more than once`, toldWith: null })
  if (second.length <= SINGLE_MAX) return second.map(alone)
  const many = second.length.toLocaleString('en')
  const sum = formatMinor(
    second.reduce((all, { amountMinor }) => all + amountMinor, 0n),
    first.currency,
  )
  const problem = `${many} payments of one file are ${first.what} more than once, ${sum} ${first.currency} in all: the bank moved the money twice, or reported it twice under different references`
  return [{ ...alone(first), problem }, ...others.map((each) => ({ ...alone(each), toldWith: first.key }))]
}

function secondOnes(rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, ({ about, what }) => `${what} ${about}`)
  return [...groups.values()].flatMap((group) => {
    const keys = new Set(repeatedBookings(group))
    return group.filter(({ key }) => keys.has(key))
  })
}

/** Looked up one by one: of a kind that the bank had not told when the table was last analysed, all were held against each payment. */
const CLAIMS = Prisma.sql`CROSS JOIN LATERAL (SELECT * FROM bank_claim WHERE about = spoken.about OFFSET 0) claim`

/** What was told more than once, and agrees. */
function rowsAbout(tx: Transaction, about: Prisma.Sql): Promise<Row[]> {
  const told = Prisma.sql`claim.key, claim.kind, claim.about, claim.booking, claim.bank_message_id::text AS message, claim.booked_on::text AS day,
  claim.notified, claim.stated, claim.matched_to IS NOT NULL AS matched, claim.amount_minor AS "amountMinor", claim.currency`
  return tx.$queryRaw<Row[]>`
    WITH spoken AS MATERIALIZED (
      SELECT claim.about FROM bank_claim claim WHERE claim.about IN (${about}) AND claim.booking IS NOT NULL GROUP BY claim.about HAVING count(*) > 1)
    SELECT ${told}, CASE WHEN claim.kind IN ('return', 'credit') THEN 'returned' ELSE 'booked' END AS what, instruction.block_id AS "blockId"
    FROM spoken JOIN (${INSTRUCTION}) ON instruction.end_to_end_id = spoken.about ${CLAIMS}
    WHERE (claim.kind IN ('booking', 'return') OR (claim.kind IN ('unnamed', 'summary', 'credit') AND claim.matched_to IS NOT NULL)) AND ${AGREES}
      AND NOT ${CONTRADICTS_MATCH}
    UNION ALL
    SELECT ${told}, 'booked', claim.about FROM spoken ${CLAIMS}
    WHERE claim.kind IN ('batch', 'summary') AND (claim.agrees OR claim.matched_to IS NOT NULL) AND EXISTS (SELECT FROM settlement_instruction sent
      WHERE sent.block_id = claim.about)
      AND NOT ${BATCH_CONTRADICTS_MATCH}`
}

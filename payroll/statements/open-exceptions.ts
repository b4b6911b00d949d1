/** What a person must look at: all evidence that agrees with nothing, or contradicts other evidence. Opened, and closed again when a later file explains it. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { inChunks, rowsOf } from '../transaction/chunks'
import {
  AGREES,
  BATCH_CONTRADICTS_MATCH,
  BOOKED_BY_NAME,
  BOOKED_IN_BATCH,
  CONTRADICTS_MATCH,
  IS_DUPLICATE,
  REJECTED,
  REJECTS,
  RETURNED,
  sameAccount,
} from './match-sql'
import { notePaidTwice } from './note-paid-twice'
import { repeatedOf } from './repeated'
import { ACCEPTS, DUPLICATE_CODES } from './status-evidence'

/** What tells that money moved. */
const BOOKS: ReadonlySet<string> = new Set(['booking', 'batch', 'unnamed', 'summary', 'return', 'credit'])

/** One piece of evidence with what is wrong with it now; `problem` is null when nothing is. */
type Judged = { key: string; problem: string | null; runId: string | null; companyId: string | null; toldWith?: string | null }

/**
 * Judges the evidence of `keys`, and all other evidence about the payments `endToEndIds`.
 * @returns how many findings were opened, by run; those of no run under ''.
 */
export async function findProblems(
  tx: Transaction,
  keys: readonly string[],
  endToEndIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const twice = await notePaidTwice(tx, endToEndIds)
  const spokenOf = [...new Set([...endToEndIds, ...twice.about])]
  const claims = await rowsOf<{ key: string; kind: string; about: string | null }>(
    tx,
    Prisma.sql`
    WITH said AS MATERIALIZED (SELECT * FROM bank_claim WHERE key = ANY(${keys}::text[])),
    spoken AS MATERIALIZED (SELECT end_to_end_id, block_id, bank_message_id FROM settlement_instruction WHERE end_to_end_id = ANY(${spokenOf}::text[]))
    SELECT key, kind, about FROM said
    UNION SELECT claim.key, claim.kind, claim.about FROM spoken JOIN bank_claim claim ON claim.about = spoken.end_to_end_id
    UNION SELECT claim.key, claim.kind, claim.about FROM bank_claim claim WHERE claim.about IN (SELECT DISTINCT block_id FROM spoken)
    UNION SELECT claim.key, claim.kind, claim.about FROM bank_claim claim JOIN bank_message message ON message.message_id = claim.message_id
      AND message.direction = 'out'
      WHERE claim.kind = 'rejection' AND claim.end_to_end_id IS NULL AND message.id IN (SELECT DISTINCT bank_message_id FROM spoken)
    UNION SELECT claim.key, claim.kind, claim.about FROM bank_claim claim WHERE claim.kind IN ('unnamed', 'summary', 'batch', 'credit', 'charge')
      AND claim.booking IN (SELECT DISTINCT booking FROM said)
    UNION SELECT claim.key, claim.kind, claim.about FROM bank_claim claim WHERE claim.booking IN (SELECT booking FROM said WHERE matched_to IS NOT NULL)
    UNION SELECT other.key, other.kind, other.about FROM said claim JOIN bank_claim other ON ${ALIKE}
      WHERE claim.kind = 'charge' AND claim.end_to_end_id IS NULL
    -- Whether a file was accepted decides what its rejection as a duplicate means.
    UNION SELECT claim.key, claim.kind, claim.about FROM bank_claim claim WHERE claim.kind = 'rejection' AND claim.reason_code = ANY(${DUPLICATE_CODES}::text[])
      AND claim.message_id IN (SELECT message_id FROM said WHERE kind = 'answer')`,
  )
  const repeated = await repeatedOf(
    tx,
    claims.filter(({ kind }) => BOOKS.has(kind)).map(({ key }) => key),
  )
  const again = new Map([...repeated.map(({ key, problem }) => [key, problem] as const), ...twice.problems])
  // That it was rejected and is booked is the half of it.
  const toldBetter = new Set(
    claims.filter(({ kind, about }) => kind === 'rejection' && about !== null && twice.firsts.has(about)).map(({ key }) => key),
  )
  const all = [...new Map([...claims, ...repeated].map((each) => [each.key, each])).values()]
  const byKind = Map.groupBy(all, (claim) => claim.kind)
  const toldWith = new Map(repeated.map((each) => [each.key, each.toldWith]))
  const opened = new Map<string, number>()
  for (const [kind, judge] of Object.entries(JUDGES)) {
    for (const some of inChunks(byKind.get(kind) ?? [])) {
      const found = await tx.$queryRaw<Judged[]>(judge(some.map((claim) => claim.key)))
      const judged = found.map((each) => ({
        ...each,
        problem: toldBetter.has(each.key) ? null : (each.problem ?? again.get(each.key) ?? null),
        // What is wrong with it alone is told alone.
        toldWith: each.problem === null ? (toldWith.get(each.key) ?? null) : null,
      }))
      const explained = judged.filter((each) => each.problem === null).map((each) => each.key)
      const asked = judged.filter((each) => each.problem !== null)
      if (explained.length > 0) await closeExplained(tx, explained, now)
      if (asked.length > 0) await openExceptions(tx, asked, now, opened)
    }
  }
  return opened
}

const OF_FILE = Prisma.sql`coalesce(payout.run_id, (SELECT message.run_id FROM bank_message message WHERE message.message_id = claim.message_id
  AND message.direction = 'out'))`

const JUDGES: Readonly<Record<string, (keys: readonly string[]) => Prisma.Sql>> = {
  booking: (keys) => byName(keys, BOOKING_PROBLEM),
  unnamed: (keys) => byName(keys, UNNAMED_PROBLEM),
  summary: (keys) => byName(keys, SUMMARY_PROBLEM),
  return: (keys) => byName(keys, RETURN_PROBLEM),
  batch: (keys) => batches(keys),
  rejection: (keys) => statuses(keys, REJECTION_PROBLEM),
  answer: (keys) =>
    statuses(
      keys,
      Prisma.sql`CASE WHEN message.id IS NULL AND claim.end_to_end_id IS NULL AND claim.block_id IS NULL THEN 'answers a file that PayLedger never sent' END`,
    ),
  note: (keys) => byName(keys, Prisma.sql`claim.problem`, OF_FILE),
  credit: (keys) => byName(keys, CREDIT_PROBLEM),
  message: (keys) => byName(keys, Prisma.sql`claim.problem`, OF_FILE),
  charge: (keys) => byName(keys, CHARGE_PROBLEM),
  // Whether it is so is told by `notePaidTwice`.
  twice: (keys) => byName(keys, Prisma.sql`NULL::text`),
}

/** Whose account it stands on, whatever payment it names: an entry of one company is no other's to see. Two that share an account: the named payment's. */
const COMPANY = Prisma.sql`coalesce((SELECT holder.company_id FROM debtor_account holder WHERE claim.account IN (holder.account, substr(holder.account, 5))
  ORDER BY holder.company_id = run.company_id DESC NULLS LAST, holder.company_id LIMIT 1), run.company_id)`

/** Evidence about one payment; `runId` where they may be about a file. */
const byName = (keys: readonly string[], problem: Prisma.Sql, runId = Prisma.sql`payout.run_id`): Prisma.Sql => Prisma.sql`
  SELECT claim.key, ${problem} AS problem, run.id AS "runId", ${COMPANY} AS "companyId"
  FROM bank_claim claim LEFT JOIN settlement_instruction instruction ON instruction.end_to_end_id = claim.about
    LEFT JOIN payout ON payout.id = instruction.payout_id
  LEFT JOIN bank_message message ON message.id = instruction.bank_message_id LEFT JOIN debtor_account debtor ON debtor.id = message.debtor_account_id
  LEFT JOIN payroll_run run ON run.id = ${runId} ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${RETURNED}
  WHERE claim.key = ANY(${keys}::text[])`

const ANOTHER_THAN_MATCHED = Prisma.sql`
  WHEN ${CONTRADICTS_MATCH} THEN 'the bank names another payment for this entry than the one a person matched by hand'`

const BOOKED_TWICE = Prisma.sql`
  WHEN NOT ${AGREES} THEN 'booked with another amount, currency or account than we sent'
  ${ANOTHER_THAN_MATCHED}
  WHEN instruction.status = 'prepared' THEN 'booked, but PayLedger does not know whether its file was sent'
  WHEN instruction.attempt <> payout.attempt AND instruction.status NOT IN ('settled', 'returned')
    THEN 'booked, but it is also being paid again: it may be paid twice'
`

const BOOKING_PROBLEM = Prisma.sql`CASE WHEN instruction.payout_id IS NULL THEN 'booked, but no payment has this end-to-end id' ${BOOKED_TWICE} END`

/** What stands in an entry without a name is told by the batch it belongs to, or by nobody. */
const UNNAMED_PROBLEM = Prisma.sql`CASE
  WHEN claim.matched_to IS NOT NULL THEN CASE ${BOOKED_TWICE} END
  WHEN EXISTS (SELECT FROM bank_claim other WHERE other.booking = claim.booking AND other.kind = 'batch' AND other.agrees) THEN NULL
  -- What one file tells without its name, another may tell with it.
  WHEN EXISTS (SELECT FROM bank_claim other WHERE other.booking = claim.booking AND other.kind = 'booking' AND other.bank_message_id <> claim.bank_message_id
    AND (claim.amount_minor IS NULL OR other.amount_minor = claim.amount_minor)) THEN NULL
  WHEN claim.problem IS NOT NULL THEN claim.problem
  WHEN claim.end_to_end_id IS NULL THEN 'booked without an end-to-end id'
  ELSE 'booked without an amount of its own' END`

const SUMMARY_PROBLEM = Prisma.sql`CASE
  WHEN claim.matched_to IS NOT NULL THEN NULL
  WHEN EXISTS (SELECT FROM bank_claim other WHERE other.booking = claim.booking AND other.kind IN ('booking', 'batch', 'unnamed')) THEN NULL
  ELSE 'booked without naming its payments, so no payment is settled' END`

const RETURN_PROBLEM = Prisma.sql`CASE
  WHEN instruction.payout_id IS NULL THEN 'returned, but no payment has this end-to-end id'
  WHEN NOT ${AGREES} THEN 'returned with another amount, currency or account than we sent'
  ${ANOTHER_THAN_MATCHED}
  WHEN instruction.status IN ('prepared', 'sent') THEN 'returned before the bank booked it: waiting for the booking'
  WHEN instruction.status = 'failed' THEN 'returned, but it was rejected and never booked'
 END`

/** One file tells a credit in short, another tells the same one as returns: nothing is left to say of it. */
const CREDIT_PROBLEM = Prisma.sql`CASE
  WHEN claim.matched_to IS NOT NULL THEN NULL
  WHEN EXISTS (SELECT FROM bank_claim other WHERE other.booking = claim.booking AND other.kind = 'return' AND other.bank_message_id <> claim.bank_message_id)
    THEN NULL
  ELSE claim.problem END`

/** Charges of one account, amount and day that name no payment: what a statement tells under another number, a notification has told. */
const ALIKE = Prisma.sql`other.kind = 'charge' AND other.end_to_end_id IS NULL AND other.account = claim.account AND other.amount_minor = claim.amount_minor
  AND other.currency = claim.currency
  AND other.booked_on = claim.booked_on AND other.direction = claim.direction`
const NOTIFIED_AS_WELL = Prisma.sql`(claim.end_to_end_id IS NULL AND claim.stated IS NOT NULL AND claim.notified IS NULL
  AND (SELECT count(*) FILTER (WHERE other.notified IS NOT NULL AND other.stated IS NULL) >= count(*) FILTER (WHERE other.stated IS NOT NULL
    AND other.notified IS NULL AND other.key <= claim.key)
    FROM bank_claim other WHERE ${ALIKE}))`

/**
 * One that names its payment is counted with it. Of what is charged for an entry as a whole, one file may tell the sum and another each payment's part.
 */
const CHARGE_PROBLEM = Prisma.sql`CASE
  WHEN (claim.charges ->> claim.currency)::bigint <= (SELECT sum((other.charges ->> claim.currency)::bigint) FROM bank_claim other
    WHERE other.booking = claim.booking AND other.kind = 'booking') THEN NULL
  WHEN ${NOTIFIED_AS_WELL} THEN NULL
  WHEN claim.problem IS NOT NULL THEN claim.problem
  WHEN instruction.payout_id IS NULL THEN 'charged for a payment, but no payment has this end-to-end id'
  WHEN NOT ${sameAccount('claim.account', 'debtor.account')} THEN 'charged to another account than the payment'
  WHEN instruction.attempt <> payout.attempt OR instruction.status NOT IN ('settled', 'returned') THEN 'charged for a payment that is not booked' END`

/**
 * A batch says the id, the count and the sum of a block; what it says by name beside that speaks for itself. What the bank had rejected, left out of the
 * batch and booked by name later is in neither twice.
 */
function batches(keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH claim AS MATERIALIZED (SELECT * FROM bank_claim WHERE key = ANY(${keys}::text[])),
    block AS (
      SELECT instruction.block_id, min(payout.run_id::text)::uuid AS run_id, count(*) AS payments,
        count(*) FILTER (WHERE instruction.status = 'failed') AS failed, min(payout.currency) AS currency,
        min(debtor.account) AS account, count(*) FILTER (WHERE rejection.key IS NULL) AS accepted,
        bool_or(booking.booking <> batch.booking AND rejection.key IS NULL AND ${TOLD_TOGETHER}) AS accepted_by_name,
        bool_or(booking.booking <> batch.booking AND rejection.key IS NOT NULL AND ${TOLD_TOGETHER}) AS rejected_by_name
      FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id
        JOIN bank_message message ON message.id = instruction.bank_message_id
      JOIN debtor_account debtor ON debtor.id = message.debtor_account_id ${BOOKED_BY_NAME} ${BOOKED_IN_BATCH} ${REJECTED}
      WHERE instruction.block_id IN (SELECT about FROM claim) GROUP BY instruction.block_id)
    SELECT claim.key, run.id AS "runId", ${COMPANY} AS "companyId", CASE
      WHEN block.block_id IS NULL THEN 'booked as a batch that we never sent'
      WHEN ${BATCH_CONTRADICTS_MATCH} THEN 'the bank names another batch for this entry than the one a person matched by hand'
      WHEN (claim.agrees OR claim.matched_to IS NOT NULL) AND (block.accepted_by_name OR (block.rejected_by_name AND claim.payments > block.accepted))
        THEN 'booked as a batch, and some of its payments by name as well'
      WHEN claim.matched_to IS NOT NULL THEN NULL
      WHEN claim.agrees AND claim.payments > block.payments - block.failed
        THEN 'booked with payments in it that the bank has rejected: ask the bank to pay them back'
      WHEN claim.agrees THEN NULL
      WHEN EXISTS (SELECT FROM bank_claim other WHERE other.booking = claim.booking AND other.kind = 'batch' AND other.about = claim.about AND other.agrees)
        THEN NULL
      WHEN ${TOLD_BY_NAME} THEN NULL
      WHEN claim.problem IS NOT NULL THEN claim.problem
      WHEN block.currency <> claim.currency OR NOT ${sameAccount('claim.account', 'block.account')}
        THEN 'booked as a batch from another account or in another currency than we sent'
      WHEN claim.payments IS NULL OR claim.amount_minor IS NULL THEN 'booked as a batch without its count or its sum'
      WHEN claim.undecided THEN 'booked as a batch, but so many of its payments are rejected that its count and sum do not show which ones are in it'
      ELSE 'booked as a batch whose count or sum is not what we sent' END AS problem
    FROM claim LEFT JOIN block ON block.block_id = claim.about LEFT JOIN payroll_run run ON run.id = block.run_id`
}

/** Notifications that name the payments and a statement with their batch tell the same money; two of one kind tell it twice. */
const TOLD_TOGETHER = Prisma.sql`(num_nonnulls(booking.notified, batch.notified) = 2 OR num_nonnulls(booking.stated, batch.stated) = 2)`

/** Its payments stand beside it by name, and are as many and as much as it says. */
const TOLD_BY_NAME = Prisma.sql`EXISTS (
  SELECT FROM bank_claim other JOIN settlement_instruction sent ON sent.end_to_end_id = other.about AND sent.block_id = claim.about
  WHERE other.booking = claim.booking AND other.kind = 'booking'
  HAVING sum(other.amount_minor) = claim.amount_minor AND (claim.payments IS NULL OR count(*) = claim.payments))`

/** What statuses say of a payment, a block or a file. */
const statuses = (keys: readonly string[], problem: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT claim.key, ${problem} AS problem, run.id AS "runId", run.company_id AS "companyId"
  FROM bank_claim claim LEFT JOIN bank_message message ON message.message_id = claim.message_id AND message.direction = 'out'
  LEFT JOIN settlement_instruction instruction ON instruction.end_to_end_id = claim.end_to_end_id AND instruction.bank_message_id = message.id
    LEFT JOIN payout ON payout.id = instruction.payout_id
  LEFT JOIN payroll_run run ON run.id = message.run_id
  WHERE claim.key = ANY(${keys}::text[])`

/** The bank has taken the file that `message` is: it says so, or it has booked some of it. What was kept before statuses were has none. */
const ACCEPTED = Prisma.sql`(EXISTS (SELECT FROM bank_claim answer WHERE answer.kind = 'answer' AND answer.message_id = message.message_id
    AND (answer.status IS NULL OR answer.status = ANY(${ACCEPTS}::text[])))
  OR EXISTS (SELECT FROM settlement_instruction sent WHERE sent.bank_message_id = message.id AND sent.status IN ('settled', 'returned')))`

/** A payment that is rejected and came back is one story; one that is rejected and stays booked is two. */
const REJECTION_PROBLEM = Prisma.sql`CASE
  WHEN message.id IS NULL THEN 'rejected, but we sent no such payment in that file'
  WHEN ${IS_DUPLICATE} THEN CASE WHEN ${ACCEPTED} THEN 'rejected as a duplicate of payments that the bank has already accepted: no payment failed'
    ELSE 'rejected as a duplicate, but the bank has not confirmed the first one: ask the bank before you pay anyone again' END
  WHEN claim.end_to_end_id IS NOT NULL THEN CASE
    WHEN instruction.payout_id IS NULL THEN 'rejected, but we sent no such payment in that file'
    WHEN NOT ${REJECTS} THEN 'rejected with another amount or currency than we sent'
    WHEN instruction.status = 'settled' THEN 'rejected, but the bank has booked it' END
  WHEN claim.block_id IS NOT NULL AND NOT EXISTS (SELECT FROM settlement_instruction sent
    WHERE sent.bank_message_id = message.id AND sent.block_id = claim.block_id)
    THEN 'rejected, but we sent no such payment group in that file'
  WHEN EXISTS (SELECT FROM settlement_instruction sent WHERE sent.bank_message_id = message.id AND sent.status = 'settled'
    AND (claim.block_id IS NULL OR sent.block_id = claim.block_id))
    THEN 'rejected, but the bank has booked some of it' END`

async function closeExplained(tx: Transaction, keys: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE bank_finding SET state = 'resolved', resolution = 'explained', matched_to = NULL, resolved_at = ${now}, version = version + 1
    WHERE claim_key = ANY(${keys}::text[]) AND state <> 'resolved'`
}

/** A finding that people have resolved stays resolved; one that a later file had explained may open again. */
async function openExceptions(tx: Transaction, judged: readonly Judged[], now: Date, counts: Map<string, number>): Promise<void> {
  const rows = await tx.$queryRaw<{ runId: string | null; opened: boolean }[]>`
    INSERT INTO bank_finding AS finding (bank_message_id, claim_key, run_id, company_id, reference, problem, amount_minor, currency, told_with, created_at)
    SELECT claim.bank_message_id, claim.key, judged."runId", judged."companyId", claim.reference, judged.problem, claim.amount_minor, CASE
      WHEN claim.amount_minor IS NOT NULL THEN claim.currency END,
      judged."toldWith", ${now}
    FROM json_to_recordset(${JSON.stringify(judged)}::json) AS judged(key text, problem text, "runId" uuid, "companyId" uuid, "toldWith" text)
      JOIN bank_claim claim ON claim.key = judged.key
    ON CONFLICT (claim_key) DO UPDATE SET problem = excluded.problem, run_id = excluded.run_id, company_id = excluded.company_id,
    told_with = excluded.told_with, version = finding.version + 1,
      state = CASE finding.state WHEN 'resolved' THEN 'open' ELSE finding.state END, resolved_at = NULL,
      resolution = CASE finding.state WHEN 'resolved' THEN NULL ELSE finding.resolution END, proposed_by = CASE finding.state WHEN 'resolved' THEN NULL
        ELSE finding.proposed_by END,
      proposed_at = CASE finding.state WHEN 'resolved' THEN NULL ELSE finding.proposed_at END, reason = CASE finding.state WHEN 'resolved' THEN NULL
        ELSE finding.reason END
    WHERE (finding.state = 'resolved' AND finding.resolution = 'explained')
      OR (finding.state <> 'resolved' AND (finding.problem, finding.told_with) IS DISTINCT FROM (excluded.problem, excluded.told_with))
    RETURNING run_id AS "runId", told_with IS NULL AND (version = 1 OR (state = 'open' AND created_at <> ${now})) AS opened`
  for (const { runId, opened } of rows) if (opened) counts.set(runId ?? '', (counts.get(runId ?? '') ?? 0) + 1)
}

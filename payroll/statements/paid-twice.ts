/** Payments that failed or came back and are booked after all, each beside the one by which its person was paid again. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { ACCOUNT_COUNTRY } from '../companies/account-country'
import { personOf } from '../runs/last-payment'
import { type Viewer, visible } from '../transaction/viewer'

/** Money is on its way, or will be without another person's word. */
const PAYS = Prisma.sql`('approved', 'held', 'sent', 'settled')`

/** Of the payments to one name and account so many are looked at, the newest: a file may have the same in every line. */
const PAYEE_MAX = 100

/**
 * The person is the same by number, or by account and name. What took the place of a payment was approved after that had stopped, and is for the same
 * period; or it is off-cycle or a correction of the same amount for another one. A salary of the next month is none.
 */
const SECOND = Prisma.sql`LEFT JOIN LATERAL (
  SELECT second.id, second.amount_minor, second.currency, run.reference FROM (
      SELECT paid.* FROM person_payment payment CROSS JOIN LATERAL (
        SELECT * FROM payout WHERE run_id = payment.run_id AND line_number = payment.line_number OFFSET 0) paid
      WHERE payment.company_id = stopped.company_id AND payment.person = ${personOf(Prisma.sql`stopped.employee_number`)}
      UNION ALL (SELECT paid.* FROM payout paid WHERE paid.account_hash = stopped.account_hash
        AND lower(paid.beneficiary_name) = lower(stopped.beneficiary_name)
        ORDER BY paid.id DESC LIMIT ${PAYEE_MAX})) second
    CROSS JOIN LATERAL (SELECT * FROM payroll_run WHERE id = second.run_id OFFSET 0) run
  WHERE run.company_id = stopped.company_id AND run.id <> stopped.run_id AND second.status IN ${PAYS} AND second.approved_at >= stopped.stopped_at
    AND (run.period = stopped.period OR (run.kind <> 'regular' AND second.amount_minor = stopped.amount_minor AND second.currency = stopped.currency))
  ORDER BY run.id DESC, second.account_hash = stopped.account_hash DESC, abs(second.amount_minor - stopped.amount_minor) LIMIT 1) second ON true`

/** What the bank booked of it after it had stopped: what had failed, at all; what had come back, on a later day, or by taking the return back. */
const BOOKED_AFTER = Prisma.sql`JOIN LATERAL (
  SELECT claim.bank_message_id, claim.account, claim.booked_on, claim.bank_reference FROM bank_claim claim
  WHERE claim.about = stopped.end_to_end_id AND CASE stopped.status
    WHEN 'settled' THEN claim.kind IN ('booking', 'unnamed', 'summary')
    ELSE (claim.kind = 'booking' AND claim.booked_on > stopped.returned_on) OR (claim.kind = 'note' AND claim.direction = 'debit') END
    AND (claim.amount_minor = stopped.amount_minor OR claim.matched_to IS NOT NULL)
  ORDER BY claim.booked_on DESC NULLS LAST, claim.key LIMIT 1) booking ON true`

/** Amounts in minor units. */
export type Pair = {
  firstId: string
  secondId: string
  endToEndId: string
  stopped: 'failed' | 'returned'
  firstRun: string
  secondRun: string
  amountMinor: string
  currency: string
  /** The message that booked the first after all. */
  messageId: string
}

/** Of a page's one payment each payment of the person is looked up; of a file's hundred thousand, the few that ever stopped are. */
const STOPPED = {
  one: Prisma.sql`payout.id IN (
    SELECT paid.id FROM meant JOIN person_payment payment ON payment.company_id = meant.company_id AND payment.person = meant.person
      JOIN payout paid ON paid.run_id = payment.run_id AND paid.line_number = payment.line_number
    UNION SELECT paid.id FROM meant JOIN payout paid ON paid.account_hash = meant.account_hash AND lower(paid.beneficiary_name) = meant.name)`,
  many: Prisma.sql`((run.company_id, ${personOf(Prisma.sql`payout.employee_number`)}) IN (SELECT company_id, person FROM meant)
    OR (run.company_id, payout.account_hash, lower(payout.beneficiary_name)) IN (SELECT company_id, account_hash, name FROM meant))`,
}

/** The pairs that these payouts are in, or another payment of one of their people. */
export function pairsAround(ledger: Ledger | Transaction, payoutIds: Prisma.Sql, how: 'one' | 'many'): Promise<Pair[]> {
  return ledger.$queryRaw<Pair[]>`
    WITH meant AS MATERIALIZED (
      SELECT run.company_id, ${personOf(Prisma.sql`payout.employee_number`)} AS person, payout.account_hash, lower(payout.beneficiary_name) AS name
      FROM payout JOIN payroll_run run ON run.id = payout.run_id
      WHERE payout.id IN (${payoutIds})
    ), stopped AS MATERIALIZED (
      SELECT payout.*, instruction.end_to_end_id, instruction.stopped_at, instruction.returned_on, run.company_id, run.period, run.reference
      FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id AND payout.attempt = instruction.attempt
        JOIN payroll_run run ON run.id = payout.run_id
      WHERE instruction.stopped_at IS NOT NULL AND instruction.status IN ('settled', 'returned')
        AND run.company_id = ANY(ARRAY(SELECT DISTINCT company_id FROM meant))
        AND ${STOPPED[how]})
    SELECT stopped.id AS "firstId", second.id AS "secondId", stopped.end_to_end_id AS "endToEndId", CASE stopped.status WHEN 'settled' THEN 'failed'
      ELSE 'returned' END AS stopped,
      stopped.reference AS "firstRun", second.reference AS "secondRun", stopped.currency,
      (CASE WHEN second.currency = stopped.currency THEN least(stopped.amount_minor, second.amount_minor) ELSE stopped.amount_minor END)::text AS "amountMinor",
      booking.bank_message_id AS "messageId"
    FROM stopped ${BOOKED_AFTER} ${SECOND} WHERE second.id IS NOT NULL ORDER BY stopped.end_to_end_id`
}

/** One of the two payments as it is now. */
export type PaymentSide = {
  payoutId: string
  name: string
  employeeNumber: string
  /** Null while it is in no bank file. */
  endToEndId: string | null
  runId: string
  runReference: string
  period: string
  payDate: string
  status: string
  amountMinor: string
  currency: string
  accountCountry: string
  accountLast4: string
  bookedOn: string | null
  bankReference: string | null
  /** When it failed or came back; null when it never did. */
  stoppedAt: string | null
}

/** `amountMinor` may have been paid twice: what the two have in common. `isSo`: as far as is known now; false once one of them pays nobody. */
export type PaidTwice = {
  first: PaymentSide
  second: PaymentSide
  amountMinor: string
  currency: string
  isSo: boolean
  findingId: string | null
}

/** Every pair that this payout is one of, as things stand now. */
export async function listPaidTwice(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<PaidTwice[]> {
  const pairs = await pairsAround(ledger, Prisma.sql`SELECT ${payoutId}::uuid`, 'one')
  return sidesOf(
    ledger,
    viewer,
    pairs.filter(({ firstId, secondId }) => firstId === payoutId || secondId === payoutId).map((pair) => ({ ...pair, isSo: true })),
  )
}

/** The pair that a finding of its own is about, also when it is not so any more. */
export async function readPaidTwice(ledger: Ledger, viewer: Viewer, findingId: string): Promise<PaidTwice | null> {
  const [told] = await ledger.$queryRaw<Omit<Told, 'isSo'>[]>`
    SELECT instruction.payout_id AS "firstId", claim.paid_again_by AS "secondId", claim.amount_minor::text AS "amountMinor", claim.currency
    FROM bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key
      JOIN settlement_instruction instruction ON instruction.end_to_end_id = claim.end_to_end_id
    WHERE finding.id = ${findingId}::uuid AND claim.kind = 'twice' AND ${visible(viewer, Prisma.sql`finding.company_id`)}`
  if (!told) return null
  const now = await pairsAround(ledger, Prisma.sql`SELECT ${told.firstId}::uuid`, 'one')
  const isSo = now.some(({ firstId, secondId }) => firstId === told.firstId && secondId === told.secondId)
  const [pair] = await sidesOf(ledger, viewer, [{ ...told, isSo }])
  return pair ?? null
}

type Told = Pick<Pair, 'firstId' | 'secondId' | 'amountMinor' | 'currency'> & { isSo: boolean }

/** Of pairs whose payments this person may see. */
async function sidesOf(ledger: Ledger, viewer: Viewer, pairs: readonly Told[]): Promise<PaidTwice[]> {
  if (pairs.length === 0) return []
  const ids = pairs.flatMap(({ firstId, secondId }) => [firstId, secondId])
  const [rows, findings] = await Promise.all([
    ledger.$queryRaw<PaymentSide[]>`
      SELECT payout.id AS "payoutId", payout.beneficiary_name AS name, payout.employee_number AS "employeeNumber", instruction.end_to_end_id AS "endToEndId",
        run.id AS "runId",
        run.reference AS "runReference", run.period, run.pay_date::text AS "payDate", payout.status, payout.amount_minor::text AS "amountMinor",
        payout.currency,
        ${ACCOUNT_COUNTRY(Prisma.sql`payout`)} AS "accountCountry", payout.account_last4 AS "accountLast4",
        instruction.booked_on::text AS "bookedOn", instruction.bank_reference AS "bankReference", iso_utc(instruction.stopped_at) AS "stoppedAt"
      FROM payout JOIN payroll_run run ON run.id = payout.run_id LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id
        AND instruction.attempt = payout.attempt
      WHERE payout.id = ANY(${ids}::uuid[]) AND ${visible(viewer, Prisma.sql`run.company_id`)}`,
    ledger.$queryRaw<{ id: string; firstId: string; secondId: string }[]>`
      SELECT finding.id, instruction.payout_id AS "firstId", claim.paid_again_by AS "secondId" FROM bank_claim claim
        JOIN bank_finding finding ON finding.claim_key = claim.key
      JOIN settlement_instruction instruction ON instruction.end_to_end_id = claim.end_to_end_id WHERE claim.paid_again_by = ANY(${ids}::uuid[])`,
  ])
  const sides = new Map(rows.map((row) => [row.payoutId, row]))
  return pairs.flatMap(({ firstId, secondId, amountMinor, currency, isSo }) => {
    const [first, second] = [sides.get(firstId), sides.get(secondId)]
    const findingId = findings.find((each) => each.firstId === firstId && each.secondId === secondId)?.id ?? null
    return first && second ? [{ first, second, amountMinor, currency, isSo, findingId }] : []
  })
}

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
  SELECT n.id, n.amount_minor, n.currency, o.reference FROM (
      SELECT b.* FROM person_payment w CROSS JOIN LATERAL (
        SELECT * FROM payout WHERE run_id = w.run_id AND line_number = w.line_number OFFSET 0) b
      WHERE w.company_id = s.company_id AND w.person = ${personOf(Prisma.sql`s.employee_number`)}
      UNION ALL (SELECT b.* FROM payout b WHERE b.account_hash = s.account_hash AND lower(b.beneficiary_name) = lower(s.beneficiary_name)
        ORDER BY b.id DESC LIMIT ${PAYEE_MAX})) n
    CROSS JOIN LATERAL (SELECT * FROM payroll_run WHERE id = n.run_id OFFSET 0) o
  WHERE o.company_id = s.company_id AND o.id <> s.run_id AND n.status IN ${PAYS} AND n.approved_at >= s.stopped_at
    AND (o.period = s.period OR (o.kind <> 'regular' AND n.amount_minor = s.amount_minor AND n.currency = s.currency))
  ORDER BY o.id DESC, n.account_hash = s.account_hash DESC, abs(n.amount_minor - s.amount_minor) LIMIT 1) n ON true`

/** What the bank booked of it after it had stopped: what had failed, at all; what had come back, on a later day, or by taking the return back. */
const BOOKED_AFTER = Prisma.sql`JOIN LATERAL (
  SELECT c.bank_message_id, c.account, c.booked_on, c.bank_reference FROM bank_claim c
  WHERE c.about = s.end_to_end_id AND CASE s.status
    WHEN 'settled' THEN c.kind IN ('booking', 'unnamed', 'summary')
    ELSE (c.kind = 'booking' AND c.booked_on > s.returned_on) OR (c.kind = 'note' AND c.direction = 'debit') END
    AND (c.amount_minor = s.amount_minor OR c.matched_to IS NOT NULL)
  ORDER BY c.booked_on DESC NULLS LAST, c.key LIMIT 1) b ON true`

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
  one: Prisma.sql`p.id IN (
    SELECT b.id FROM meant m JOIN person_payment w ON w.company_id = m.company_id AND w.person = m.person
      JOIN payout b ON b.run_id = w.run_id AND b.line_number = w.line_number
    UNION SELECT b.id FROM meant m JOIN payout b ON b.account_hash = m.account_hash AND lower(b.beneficiary_name) = m.name)`,
  many: Prisma.sql`((r.company_id, ${personOf(Prisma.sql`p.employee_number`)}) IN (SELECT company_id, person FROM meant)
    OR (r.company_id, p.account_hash, lower(p.beneficiary_name)) IN (SELECT company_id, account_hash, name FROM meant))`,
}

/** The pairs that these payouts are in, or another payment of one of their people. */
export function pairsAround(ledger: Ledger | Transaction, payoutIds: Prisma.Sql, how: 'one' | 'many'): Promise<Pair[]> {
  return ledger.$queryRaw<Pair[]>`
    WITH meant AS MATERIALIZED (
      SELECT r.company_id, ${personOf(Prisma.sql`p.employee_number`)} AS person, p.account_hash, lower(p.beneficiary_name) AS name
      FROM payout p JOIN payroll_run r ON r.id = p.run_id
      WHERE p.id IN (${payoutIds})
    ), s AS MATERIALIZED (
      SELECT p.*, i.end_to_end_id, i.stopped_at, i.returned_on, r.company_id, r.period, r.reference
      FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt JOIN payroll_run r ON r.id = p.run_id
      WHERE i.stopped_at IS NOT NULL AND i.status IN ('settled', 'returned') AND r.company_id = ANY(ARRAY(SELECT DISTINCT company_id FROM meant))
        AND ${STOPPED[how]})
    SELECT s.id AS "firstId", n.id AS "secondId", s.end_to_end_id AS "endToEndId", CASE s.status WHEN 'settled' THEN 'failed' ELSE 'returned' END AS stopped,
      s.reference AS "firstRun", n.reference AS "secondRun", s.currency,
      (CASE WHEN n.currency = s.currency THEN least(s.amount_minor, n.amount_minor) ELSE s.amount_minor END)::text AS "amountMinor",
      b.bank_message_id AS "messageId"
    FROM s ${BOOKED_AFTER} ${SECOND} WHERE n.id IS NOT NULL ORDER BY s.end_to_end_id`
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
    SELECT i.payout_id AS "firstId", c.paid_again_by AS "secondId", c.amount_minor::text AS "amountMinor", c.currency
    FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key JOIN settlement_instruction i ON i.end_to_end_id = c.end_to_end_id
    WHERE f.id = ${findingId}::uuid AND c.kind = 'twice' AND ${visible(viewer, Prisma.sql`f.company_id`)}`
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
      SELECT p.id AS "payoutId", p.beneficiary_name AS name, p.employee_number AS "employeeNumber", i.end_to_end_id AS "endToEndId", r.id AS "runId",
        r.reference AS "runReference", r.period, r.pay_date::text AS "payDate", p.status, p.amount_minor::text AS "amountMinor", p.currency,
        ${ACCOUNT_COUNTRY(Prisma.sql`p`)} AS "accountCountry", p.account_last4 AS "accountLast4",
        i.booked_on::text AS "bookedOn", i.bank_reference AS "bankReference", iso_utc(i.stopped_at) AS "stoppedAt"
      FROM payout p JOIN payroll_run r ON r.id = p.run_id LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
      WHERE p.id = ANY(${ids}::uuid[]) AND ${visible(viewer, Prisma.sql`r.company_id`)}`,
    ledger.$queryRaw<{ id: string; firstId: string; secondId: string }[]>`
      SELECT f.id, i.payout_id AS "firstId", c.paid_again_by AS "secondId" FROM bank_claim c JOIN bank_finding f ON f.claim_key = c.key
      JOIN settlement_instruction i ON i.end_to_end_id = c.end_to_end_id WHERE c.paid_again_by = ANY(${ids}::uuid[])`,
  ])
  const sides = new Map(rows.map((row) => [row.payoutId, row]))
  return pairs.flatMap(({ firstId, secondId, amountMinor, currency, isSo }) => {
    const [first, second] = [sides.get(firstId), sides.get(secondId)]
    const findingId = findings.find((each) => each.firstId === firstId && each.secondId === secondId)?.id ?? null
    return first && second ? [{ first, second, amountMinor, currency, isSo, findingId }] : []
  })
}

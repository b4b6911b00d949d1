/** One payout as the ledger knows it: the authoritative answer. */
import type { PayoutStatus } from '@/events/payout-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { ACCOUNT_COUNTRY } from '../companies/account-country'
import { type HistoryEntry, readHistory } from '../runs/history'
import { type PayoutOutcome, readOutcome } from '../runs/payout-outcome'
import { type Viewer, visible } from '../transaction/viewer'
import { type BankWords, listBankWords } from './bank-words'
import { listPaidTwice, type PaidTwice } from './paid-twice'

export type PayoutDetail = {
  id: string
  version: number
  status: PayoutStatus
  statusSince: string
  heldFrom: string | null
  runId: string
  runReference: string
  companyName: string
  period: string
  payDate: string
  lineNumber: number
  employeeNumber: string
  name: string
  country: string
  accountKind: 'iban' | 'number'
  accountCountry: string
  accountLast4: string
  amountMinor: string
  currency: string
  rail: 'sepa' | 'swift'
  attempts: Attempt[]
  /** What becomes of it, once it failed or came back; null while nobody has proposed anything. */
  outcome: PayoutOutcome | null
  /** The other payments by which its person may be paid twice. */
  paidTwice: PaidTwice[]
  /** Everything the banks said of it, its block and its file; the newest first. */
  bankWords: BankWords[]
  history: HistoryEntry[]
}

export type Attempt = {
  attempt: number
  endToEndId: string
  messageId: string
  status: string
  bankReference: string | null
  feeMinor: string | null
  /** Days at the bank: when it booked the payment, from when that counts, when it booked the return. */
  bookedOn: string | null
  valueDate: string | null
  returnedOn: string | null
  /** Everything the bank took, each in its own currency; null when it has told nothing. */
  charges: { amountMinor: string; currency: string; for: 'payment' | 'return' }[] | null
  /** What a payment in another currency took from the account, without charges, at the bank's rate. */
  accountAmount: { amountMinor: string; currency: string; exchangeRate: string | null } | null
  reasonCode: string | null
  reasonText: string | null
  createdAt: string
  answeredAt: string | null
}

/** The payout with its attempts and history, or null when there is none this person may see. */
export async function readPayout(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<PayoutDetail | null> {
  const [payout] = await ledger.$queryRaw<Omit<PayoutDetail, 'attempts' | 'outcome' | 'paidTwice' | 'bankWords' | 'history'>[]>`
    SELECT p.id, p.version, p.status, iso_utc(p.status_since) AS "statusSince", p.held_from AS "heldFrom", p.run_id AS "runId",
      r.reference AS "runReference", c.name AS "companyName", r.period, r.pay_date::text AS "payDate", p.line_number AS "lineNumber",
      p.employee_number AS "employeeNumber", p.beneficiary_name AS name, p.beneficiary_country AS country, p.account_kind AS "accountKind",
      ${ACCOUNT_COUNTRY(Prisma.sql`p`)} AS "accountCountry", p.account_last4 AS "accountLast4",
      p.amount_minor::text AS "amountMinor", p.currency, p.rail
    FROM payout p JOIN payroll_run r ON r.id = p.run_id JOIN company c ON c.id = r.company_id
    WHERE p.id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}`
  if (!payout) return null
  const attempts = await ledger.$queryRaw<Attempt[]>`
    SELECT i.attempt, i.end_to_end_id AS "endToEndId", m.message_id AS "messageId", i.status, i.bank_reference AS "bankReference",
      i.fee_minor::text AS "feeMinor", i.booked_on::text AS "bookedOn", i.value_date::text AS "valueDate", i.returned_on::text AS "returnedOn",
      (SELECT json_agg(charge) FROM (
        SELECT json_build_object('amountMinor', minor, 'currency', c.currency, 'for', 'payment') AS charge FROM jsonb_each_text(
          coalesce(i.charges, CASE WHEN i.fee_minor IS NOT NULL THEN jsonb_build_object(p.currency, i.fee_minor::text) END)) c(currency, minor)
        UNION ALL SELECT json_build_object('amountMinor', minor, 'currency', c.currency, 'for', 'return') FROM jsonb_each_text(i.return_charges) c(currency, minor)
      ) told) AS charges,
      CASE WHEN i.account_amount_minor IS NOT NULL THEN json_build_object('amountMinor', i.account_amount_minor::text, 'currency', i.account_currency,
        'exchangeRate', i.exchange_rate) END AS "accountAmount", i.reason_code AS "reasonCode", i.reason_text AS "reasonText",
      iso_utc(i.created_at) AS "createdAt", iso_utc(i.answered_at) AS "answeredAt"
    FROM settlement_instruction i JOIN bank_message m ON m.id = i.bank_message_id JOIN payout p ON p.id = i.payout_id
    WHERE i.payout_id = ${payoutId}::uuid ORDER BY i.attempt DESC`
  const [outcome, paidTwice, bankWords, history] = await Promise.all([
    readOutcome(ledger, viewer, payoutId),
    listPaidTwice(ledger, viewer, payoutId),
    listBankWords(ledger, viewer, payoutId),
    readHistory(ledger, payoutId),
  ])
  return { ...payout, attempts, outcome, paidTwice, bankWords, history }
}

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
    SELECT payout.id, payout.version, payout.status, iso_utc(payout.status_since) AS "statusSince", payout.held_from AS "heldFrom", payout.run_id AS "runId",
      run.reference AS "runReference", company.name AS "companyName", run.period, run.pay_date::text AS "payDate", payout.line_number AS "lineNumber",
      payout.employee_number AS "employeeNumber", payout.beneficiary_name AS name, payout.beneficiary_country AS country, payout.account_kind AS "accountKind",
      ${ACCOUNT_COUNTRY(Prisma.sql`payout`)} AS "accountCountry", payout.account_last4 AS "accountLast4",
      payout.amount_minor::text AS "amountMinor", payout.currency, payout.rail
    FROM payout JOIN payroll_run run ON run.id = payout.run_id JOIN company ON company.id = run.company_id
    WHERE payout.id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}`
  if (!payout) return null
  const attempts = await ledger.$queryRaw<Attempt[]>`
    SELECT instruction.attempt, instruction.end_to_end_id AS "endToEndId", message.message_id AS "messageId", instruction.status,
      instruction.bank_reference AS "bankReference",
      instruction.fee_minor::text AS "feeMinor", instruction.booked_on::text AS "bookedOn", instruction.value_date::text AS "valueDate",
      instruction.returned_on::text AS "returnedOn",
      (SELECT json_agg(charge) FROM (
        SELECT json_build_object('amountMinor', minor, 'currency', amount.currency, 'for', 'payment') AS charge FROM jsonb_each_text(
          coalesce(instruction.charges, CASE WHEN instruction.fee_minor IS NOT NULL
            THEN jsonb_build_object(payout.currency, instruction.fee_minor::text) END)) amount(currency, minor)
        UNION ALL SELECT json_build_object('amountMinor', minor, 'currency', amount.currency, 'for', 'return')
          FROM jsonb_each_text(instruction.return_charges) amount(currency, minor)
      ) told) AS charges,
      CASE WHEN instruction.account_amount_minor IS NOT NULL THEN json_build_object('amountMinor', instruction.account_amount_minor::text,
        'currency', instruction.account_currency,
        'exchangeRate', instruction.exchange_rate) END AS "accountAmount", instruction.reason_code AS "reasonCode", instruction.reason_text AS "reasonText",
      iso_utc(instruction.created_at) AS "createdAt", iso_utc(instruction.answered_at) AS "answeredAt"
    FROM settlement_instruction instruction JOIN bank_message message ON message.id = instruction.bank_message_id
      JOIN payout ON payout.id = instruction.payout_id
    WHERE instruction.payout_id = ${payoutId}::uuid ORDER BY instruction.attempt DESC`
  const [outcome, paidTwice, bankWords, history] = await Promise.all([
    readOutcome(ledger, viewer, payoutId),
    listPaidTwice(ledger, viewer, payoutId),
    listBankWords(ledger, viewer, payoutId),
    readHistory(ledger, payoutId),
  ])
  return { ...payout, attempts, outcome, paidTwice, bankWords, history }
}

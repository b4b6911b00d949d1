/** The ledger's rows as the texts of events/canonical.ts, so that a payout has the same fingerprint in Postgres as everywhere else. */
import { Prisma } from '@/prisma/connect'

/**
 * Of `payout`, its `run`, its `company` and the `instruction` that pays its attempt. In the order of CANONICAL_FIELDS. An instruction that is only
 * planned is in no event yet.
 */
const PLAIN = Prisma.sql`ARRAY[
  payout.id::text, payout.version::text, payout.status, payout.run_id::text, run.reference, run.company_id::text, run.period, run.pay_date::text,
  payout.line_number::text, payout.employee_number, payout.beneficiary_name, payout.beneficiary_country, payout.account_last4, payout.account_hash,
  payout.amount_minor::text, payout.currency, payout.rail, company.country || '-' || payout.beneficiary_country, payout.attempt::text,
  instruction.end_to_end_id, instruction.bank_reference, instruction.fee_minor::text, instruction.reason_code,
  iso_utc(payout.submitted_at), iso_utc(payout.approved_at), iso_utc(payout.sent_at), iso_utc(payout.settled_at), iso_utc(payout.failed_at),
  iso_utc(payout.status_since)]::text[]`

const charges = (column: string, what: string, day: string): string => `
  (SELECT string_agg('${what} ' || charge.minor || ' ' || charge.currency || ' ' || coalesce(${day}::text, ''), ';')
   FROM jsonb_each_text(${column}) AS charge(currency, minor))`

/** In the order of BOOKING_FIELDS. */
const BOOKING = Prisma.raw(`ARRAY[
  instruction.booked_on::text, instruction.value_date::text, instruction.returned_on::text,
  instruction.account_amount_minor || ' ' || instruction.account_currency || ' ' || coalesce(instruction.exchange_rate, ''),
  nullif(concat_ws(';', ${charges('instruction.charges', 'payment', 'instruction.booked_on')},
    ${charges('instruction.return_charges', 'return', 'instruction.returned_on')}), '')]::text[]`)

/** Every field, in the order of CANONICAL_FIELDS and BOOKING_FIELDS. */
export const TEXTS = Prisma.sql`${PLAIN} || ${BOOKING}`

/** The one text of them: array_to_string writes ABSENT for a field that is null. */
const CANONICAL = Prisma.sql`array_to_string(${PLAIN}, chr(31), chr(30)) || CASE
  WHEN num_nonnulls(instruction.booked_on, instruction.value_date, instruction.returned_on, instruction.account_amount_minor, instruction.charges,
    instruction.return_charges) = 0 OR array_to_string(${BOOKING}, '') = '' THEN ''
  ELSE chr(31) || array_to_string(${BOOKING}, chr(31), chr(30)) END`
export const DIGEST = Prisma.sql`md5(${CANONICAL})`

/** Which bucket a payout falls into; the same as bucketOf. */
export const BUCKET = Prisma.sql`(('x' || right(payout.id::text, 3))::bit(12)::integer % 1024)`

/** What the aliases stand for. */
export const PAYOUTS = Prisma.sql`payout
  JOIN payroll_run run ON run.id = payout.run_id
  JOIN company ON company.id = run.company_id
  LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
    AND instruction.status <> 'prepared'`

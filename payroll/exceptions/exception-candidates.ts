/** What a bank's entry may have meant: open payments of its amount from the account it stands on, and the one it names. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { sameAccount } from '../statements/match-sql'
import { holdsWords } from '../transaction/named'
import { type Viewer, visible } from '../transaction/viewer'

/** A payment by its end-to-end id, or of a batch a block by its id. Amounts in minor units. */
export type Candidate = {
  /** What the entry would be matched with. */
  id: string
  what: 'payment' | 'block'
  payoutId: string | null
  name: string
  accountLast4: string | null
  amountMinor: string
  currency: string
  payments: number
  status: string
  runId: string
  runReference: string
  payDate: string
}

export const CANDIDATES_MAX = 20

/** In which states a payment may be what an entry of this kind is about. */
const MATCHED_FROM: Readonly<Record<string, readonly string[]>> = {
  return: ['settled'],
  credit: ['settled'],
  booking: ['sent', 'failed'],
  unnamed: ['sent', 'failed'],
  summary: ['sent', 'failed'],
}

/** Whether a finding of this kind of entry can be matched at all; what is only said, and moves no money, cannot. */
export const isMatchable = (kind: string | null): boolean => kind !== null && (kind === 'batch' || Object.hasOwn(MATCHED_FROM, kind))

/** Which of them: `only` asks for one, `find` for those whose name, employee number or id has every word of it. */
type Which = { only?: string | null; find?: string | null }

/** The nearest first: what the bank names, then names that agree, then by days; no more than CANDIDATES_MAX of payments and of blocks. */
export async function listCandidates(
  ledger: Ledger | Transaction,
  viewer: Viewer,
  findingId: string,
  which: Which = {},
): Promise<Candidate[]> {
  const [claim] = await ledger.$queryRaw<{ kind: string }[]>`
    SELECT c.kind FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key WHERE f.id = ${findingId}::uuid`
  if (!claim) return []
  const { kind } = claim
  if (kind === 'batch') return blocks(ledger, viewer, findingId, which)
  const from = MATCHED_FROM[kind]
  const single = from ? await payments(ledger, viewer, findingId, from, which) : []
  return kind === 'summary' ? [...single, ...(await blocks(ledger, viewer, findingId, which))] : single
}

function payments(
  ledger: Ledger | Transaction,
  viewer: Viewer,
  findingId: string,
  from: readonly string[],
  { only = null, find = null }: Which,
) {
  return ledger.$queryRaw<Candidate[]>`
    SELECT i.end_to_end_id AS id, 'payment' AS what, p.id AS "payoutId", p.beneficiary_name AS name, p.account_last4 AS "accountLast4",
      p.amount_minor::text AS "amountMinor", p.currency, 1 AS payments, p.status, r.id AS "runId", r.reference AS "runReference", r.pay_date::text AS "payDate"
    FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key
    CROSS JOIN LATERAL (
      SELECT id FROM payout WHERE amount_minor = c.amount_minor AND currency = c.currency
      UNION SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = c.end_to_end_id) AS meant
    CROSS JOIN LATERAL (SELECT * FROM payout WHERE id = meant.id OFFSET 0) p
    CROSS JOIN LATERAL (SELECT * FROM settlement_instruction WHERE payout_id = p.id AND attempt = p.attempt OFFSET 0) i
    JOIN payroll_run r ON r.id = p.run_id
    JOIN bank_message m ON m.id = i.bank_message_id JOIN debtor_account d ON d.id = m.debtor_account_id
    WHERE f.id = ${findingId}::uuid AND p.currency = c.currency AND (${sameAccount('c.account', 'd.account')} OR i.end_to_end_id = c.end_to_end_id)
      AND i.status = ANY(${[...from]}::text[]) AND (${only}::text IS NULL OR i.end_to_end_id = ${only})
      AND ${holdsWords(Prisma.sql`p.beneficiary_name || ' ' || p.employee_number || ' ' || i.end_to_end_id`, find)}
      AND ${visible(viewer, Prisma.sql`r.company_id`)}
    ORDER BY i.end_to_end_id = c.end_to_end_id DESC NULLS LAST, strpos(lower(c.counterparty), lower(p.beneficiary_name)) > 0 DESC NULLS LAST,
      abs(r.pay_date - c.booked_on), p.id LIMIT ${CANDIDATES_MAX}`
}

function blocks(ledger: Ledger | Transaction, viewer: Viewer, findingId: string, { only = null, find = null }: Which) {
  return ledger.$queryRaw<Candidate[]>`
    SELECT i.block_id AS id, 'block' AS what, NULL AS "payoutId", 'Batch of ' || count(*) || ' payments' AS name, NULL AS "accountLast4",
      sum(p.amount_minor)::text AS "amountMinor", p.currency, count(*)::int AS payments, min(i.status) AS status, r.id AS "runId",
      r.reference AS "runReference", r.pay_date::text AS "payDate"
    FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key
    JOIN settlement_instruction i ON i.status = 'sent' AND (${only}::text IS NULL OR i.block_id = ${only}) AND ${holdsWords(Prisma.sql`i.block_id`, find)}
    JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt JOIN payroll_run r ON r.id = p.run_id
    JOIN bank_message m ON m.id = i.bank_message_id JOIN debtor_account d ON d.id = m.debtor_account_id
    WHERE f.id = ${findingId}::uuid AND p.currency = c.currency AND (${sameAccount('c.account', 'd.account')} OR i.block_id = c.block_id)
      AND ${visible(viewer, Prisma.sql`r.company_id`)}
    GROUP BY i.block_id, p.currency, r.id, c.block_id, c.amount_minor, c.booked_on
    HAVING i.block_id = c.block_id OR sum(p.amount_minor) = c.amount_minor
    ORDER BY i.block_id = c.block_id DESC NULLS LAST, abs(r.pay_date - c.booked_on), i.block_id LIMIT ${CANDIDATES_MAX}`
}

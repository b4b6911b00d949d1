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
    SELECT claim.kind FROM bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key WHERE finding.id = ${findingId}::uuid`
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
    SELECT instruction.end_to_end_id AS id, 'payment' AS what, payout.id AS "payoutId", payout.beneficiary_name AS name, payout.account_last4 AS "accountLast4",
      payout.amount_minor::text AS "amountMinor", payout.currency, 1 AS payments, payout.status, run.id AS "runId", run.reference AS "runReference",
      run.pay_date::text AS "payDate"
    FROM bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key
    CROSS JOIN LATERAL (
      SELECT id FROM payout WHERE amount_minor = claim.amount_minor AND currency = claim.currency
      UNION SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = claim.end_to_end_id) AS meant
    CROSS JOIN LATERAL (SELECT * FROM payout WHERE id = meant.id OFFSET 0) payout
    CROSS JOIN LATERAL (SELECT * FROM settlement_instruction WHERE payout_id = payout.id AND attempt = payout.attempt OFFSET 0) instruction
    JOIN payroll_run run ON run.id = payout.run_id
    JOIN bank_message message ON message.id = instruction.bank_message_id JOIN debtor_account debtor ON debtor.id = message.debtor_account_id
    WHERE finding.id = ${findingId}::uuid AND payout.currency = claim.currency
      AND (${sameAccount('claim.account', 'debtor.account')} OR instruction.end_to_end_id = claim.end_to_end_id)
      AND instruction.status = ANY(${[...from]}::text[]) AND (${only}::text IS NULL OR instruction.end_to_end_id = ${only})
      AND ${holdsWords(Prisma.sql`payout.beneficiary_name || ' ' || payout.employee_number || ' ' || instruction.end_to_end_id`, find)}
      AND ${visible(viewer, Prisma.sql`run.company_id`)}
    ORDER BY instruction.end_to_end_id = claim.end_to_end_id DESC NULLS LAST,
      strpos(lower(claim.counterparty), lower(payout.beneficiary_name)) > 0 DESC NULLS LAST,
      abs(run.pay_date - claim.booked_on), payout.id LIMIT ${CANDIDATES_MAX}`
}

function blocks(ledger: Ledger | Transaction, viewer: Viewer, findingId: string, { only = null, find = null }: Which) {
  return ledger.$queryRaw<Candidate[]>`
    SELECT instruction.block_id AS id, 'block' AS what, NULL AS "payoutId", 'Batch of ' || count(*) || ' payments' AS name, NULL AS "accountLast4",
      sum(payout.amount_minor)::text AS "amountMinor", payout.currency, count(*)::int AS payments, min(instruction.status) AS status, run.id AS "runId",
      run.reference AS "runReference", run.pay_date::text AS "payDate"
    FROM bank_finding finding JOIN bank_claim claim ON claim.key = finding.claim_key
    JOIN settlement_instruction instruction ON instruction.status = 'sent' AND (${only}::text IS NULL OR instruction.block_id = ${only})
      AND ${holdsWords(Prisma.sql`instruction.block_id`, find)}
    JOIN payout ON payout.id = instruction.payout_id AND payout.attempt = instruction.attempt JOIN payroll_run run ON run.id = payout.run_id
    JOIN bank_message message ON message.id = instruction.bank_message_id JOIN debtor_account debtor ON debtor.id = message.debtor_account_id
    WHERE finding.id = ${findingId}::uuid AND payout.currency = claim.currency
      AND (${sameAccount('claim.account', 'debtor.account')} OR instruction.block_id = claim.block_id)
      AND ${visible(viewer, Prisma.sql`run.company_id`)}
    GROUP BY instruction.block_id, payout.currency, run.id, claim.block_id, claim.amount_minor, claim.booked_on
    HAVING instruction.block_id = claim.block_id OR sum(payout.amount_minor) = claim.amount_minor
    ORDER BY instruction.block_id = claim.block_id DESC NULLS LAST, abs(run.pay_date - claim.booked_on), instruction.block_id LIMIT ${CANDIDATES_MAX}`
}

/** What is true now of payouts a copy has shown: the check every result page makes against the ledger. */
import type { PayoutStatus } from '@/events/payout-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'

export type PayoutNow = {
  id: string
  version: number
  status: PayoutStatus
  name: string
  companyName: string
  country: string
  accountLast4: string
  amountMinor: string
  currency: string
  rail: 'sepa' | 'swift'
  reasonCode: string | null
  endToEndId: string | null
  bankReference: string | null
  statusSince: string
}

const SELECT = Prisma.sql`
  SELECT payout.id, payout.version, payout.status, payout.beneficiary_name AS name, company.name AS "companyName", payout.beneficiary_country AS country,
    payout.account_last4 AS "accountLast4",
    payout.amount_minor::text AS "amountMinor", payout.currency, payout.rail, instruction.reason_code AS "reasonCode",
    instruction.end_to_end_id AS "endToEndId",
    instruction.bank_reference AS "bankReference", iso_utc(payout.status_since) AS "statusSince"
  FROM payout JOIN payroll_run run ON run.id = payout.run_id JOIN company ON company.id = run.company_id
  LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt`

/** The present state of each payout this person may see, in one query, by id. */
export async function currentStates(ledger: Ledger, viewer: Viewer, ids: readonly string[]): Promise<Map<string, PayoutNow>> {
  if (ids.length === 0) return new Map()
  const rows = await ledger.$queryRaw<PayoutNow[]>`
    ${SELECT} WHERE payout.id = ANY(${ids}::uuid[]) AND ${visible(viewer, Prisma.sql`run.company_id`)}`
  return new Map(rows.map((row) => [row.id, row]))
}

const FOUND_MAX = 50
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Exact look-up in the ledger itself, for when search is down: by payout id, end-to-end id, the bank's reference or the account's hash.
 * At most 50 payouts, the newest first.
 */
export function findPayouts(ledger: Ledger, viewer: Viewer, reference: string, accountHash: string): Promise<PayoutNow[]> {
  const id = UUID.test(reference) ? reference : null
  return ledger.$queryRaw<PayoutNow[]>`
    ${SELECT} WHERE ${visible(viewer, Prisma.sql`run.company_id`)} AND payout.id IN (
      SELECT ${id}::uuid
      UNION SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = ${reference.toUpperCase()} OR bank_reference = ${reference}
      UNION (SELECT id FROM payout WHERE account_hash = ${accountHash} LIMIT ${FOUND_MAX}))
    ORDER BY payout.status_since DESC LIMIT ${FOUND_MAX}`
}

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
  SELECT p.id, p.version, p.status, p.beneficiary_name AS name, c.name AS "companyName", p.beneficiary_country AS country, p.account_last4 AS "accountLast4",
    p.amount_minor::text AS "amountMinor", p.currency, p.rail, i.reason_code AS "reasonCode", i.end_to_end_id AS "endToEndId",
    i.bank_reference AS "bankReference", iso_utc(p.status_since) AS "statusSince"
  FROM payout p JOIN payroll_run r ON r.id = p.run_id JOIN company c ON c.id = r.company_id
  LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt`

/** The present state of each payout this person may see, in one query, by id. */
export async function currentStates(ledger: Ledger, viewer: Viewer, ids: readonly string[]): Promise<Map<string, PayoutNow>> {
  if (ids.length === 0) return new Map()
  const rows = await ledger.$queryRaw<PayoutNow[]>`
    ${SELECT} WHERE p.id = ANY(${ids}::uuid[]) AND ${visible(viewer, Prisma.sql`r.company_id`)}`
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
    ${SELECT} WHERE ${visible(viewer, Prisma.sql`r.company_id`)} AND p.id IN (
      SELECT ${id}::uuid
      UNION SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = ${reference.toUpperCase()} OR bank_reference = ${reference}
      UNION (SELECT id FROM payout WHERE account_hash = ${accountHash} LIMIT ${FOUND_MAX}))
    ORDER BY p.status_since DESC LIMIT ${FOUND_MAX}`
}

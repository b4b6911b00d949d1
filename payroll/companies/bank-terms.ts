/** What a company's bank says about time: cut-off, zone, and when it is given a run. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import type { BankTerms } from './release-time'

/** The terms as one JSON column of the `company` and its bank's `profile`. */
export const BANK_TERMS = Prisma.sql`json_build_object('cutOff', to_char(profile.cut_off, 'HH24:MI'), 'timeZone', profile.time_zone,
  'releaseAfterSeconds', profile.release_after_seconds,
  'releaseOpens', CASE WHEN profile.release_opens IS NULL THEN NULL
    ELSE json_build_object('daysBefore', profile.release_days_before, 'time', to_char(profile.release_opens, 'HH24:MI')) END,
  'closedDays', profile.closed_days,
  'accounts', (SELECT json_build_object('own', coalesce(json_agg(currency), '[]'), 'home', max(currency) FILTER (WHERE home)) FROM debtor_account
    WHERE company_id = company.id AND closed_at IS NULL))`

/** @throws when there is no such company. */
export async function readBankTerms(db: Ledger | Transaction, companyId: string): Promise<BankTerms> {
  const [row] = await db.$queryRaw<{ terms: BankTerms }[]>`
    SELECT ${BANK_TERMS} AS terms FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id WHERE company.id = ${companyId}::uuid`
  if (!row) throw new RangeError(`no company ${companyId}`)
  return row.terms
}

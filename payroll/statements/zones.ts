/** In which time zone a day of an account is a day: its bank's. */
import type { BankReport } from '@/iso20022/report-types'
import type { Transaction } from '@/prisma/connect'
import type { ZoneOf } from './booking-evidence'

/** Asks the ledger only when a bank gives instants in place of days, which few do. The account may be named by its IBAN or its national number. */
export async function zonesOf(tx: Transaction, report: BankReport): Promise<ZoneOf> {
  const isAsked = report.kind !== 'pain.002' && report.entries.some(({ bookedAt, valueAt }) => bookedAt !== null || valueAt !== null)
  if (!isAsked) return () => null
  const accounts = [...new Set(report.entries.flatMap(({ account }) => (account === null ? [] : [account])))]
  const rows = await tx.$queryRaw<{ account: string; zone: string }[]>`
    SELECT DISTINCT ON (named.account) named.account, profile.time_zone AS zone
    FROM unnest(${accounts}::text[]) AS named(account)
    JOIN debtor_account debtor ON named.account = debtor.account OR (debtor.account ~ '^[A-Z]{2}[0-9]{2}' AND named.account = substr(debtor.account, 5))
    JOIN company ON company.id = debtor.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
    ORDER BY named.account, debtor.account = named.account DESC, profile.time_zone`
  const zones = new Map(rows.map(({ account, zone }) => [account, zone]))
  return (account) => (account === null ? null : (zones.get(account) ?? null))
}

/** Whether one administrator may do it alone. The database asks the same of whatever is written (prisma/migrations, `by_two_admins`). */
import type { Transaction } from '@/prisma/connect'
import type { SetUpChange } from './change'
import { isPaidThrough } from './companies'

/**
 * Whether another administrator has to confirm the change: what was ever paid by, or replaces what is set up; and, once there were two administrators, whoever
 * is let in who may approve or set up, for alone one could be two.
 */
export async function needsTwoAdmins(tx: Transaction, change: SetUpChange): Promise<boolean> {
  switch (change.kind) {
    case 'account-close':
    case 'account-home':
    case 'company-reopening':
      return true
    case 'account-open':
      return truth(tx.$queryRaw`
        SELECT has_paid(${change.companyId}::uuid) OR EXISTS (SELECT FROM debtor_account debtor WHERE debtor.company_id = ${change.companyId}::uuid
          AND (debtor.currency = ${change.currency} OR debtor.closed_at IS NOT NULL OR (debtor.home AND ${change.home}))) AS true`)
    case 'approval-limit':
      return truth(tx.$queryRaw`
        SELECT code_above_minor IS NOT NULL AND (${change.codeAboveMinor}::bigint IS NULL OR ${change.codeAboveMinor}::bigint > code_above_minor) AS true
        FROM company WHERE id = ${change.companyId}::uuid`)
    case 'company-bank':
      return truth(tx.$queryRaw`SELECT has_paid(${change.companyId}::uuid) AS true`)
    case 'bank-profile':
      return isPaidThrough(tx, change.profileId)
    case 'invitation':
    case 'service':
      return truth(tx.$queryRaw`SELECT is_trusted(${[...change.roles]}::text[]) AND NOT one_admin_is_enough() AS true`)
    case 'access':
      return truth(tx.$queryRaw`
        SELECT NOT one_admin_is_enough() AND is_trusted(${[...change.roles]}::text[]) AND (name <> ${change.name} OR NOT ${[...change.roles]}::text[] <@ roles
          OR ${[...change.companies].sort()}::uuid[] <> ARRAY(SELECT company_id FROM user_company WHERE user_id = app_user.id ORDER BY company_id)) AS true
        FROM app_user WHERE id = ${change.userId}`)
    case 'reset':
      // Of an invitation that has not been accepted only its link is made anew.
      return truth(
        tx.$queryRaw`SELECT activated_at IS NOT NULL AND is_trusted(roles) AND NOT one_admin_is_enough() AS true FROM app_user WHERE id = ${change.userId}`,
      )
    case 'reactivation':
      return truth(tx.$queryRaw`SELECT is_trusted(roles) AND NOT one_admin_is_enough() AS true FROM app_user WHERE id = ${change.userId}`)
  }
}

async function truth(asked: Promise<{ true: boolean }[]>): Promise<boolean> {
  const [row] = await asked
  return row?.true ?? false
}

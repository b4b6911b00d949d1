/** What a change replaces, as it is now: kept beside the proposal, for whoever confirms it. */
import type { Transaction } from '@/prisma/connect'
import { PROFILE_VALUES } from './bank-profile-values'
import type { SetUpChange } from './change'

/** Null where nothing is there yet. */
export async function valuesNow(tx: Transaction, change: SetUpChange): Promise<Record<string, unknown> | null> {
  const [row] = await rows(tx, change)
  return row?.was ?? null
}

type Row = { was: Record<string, unknown> | null }

function rows(tx: Transaction, change: SetUpChange): Promise<Row[]> {
  switch (change.kind) {
    case 'account-open':
      return tx.$queryRaw`
        SELECT jsonb_build_object('account', account, 'bic', bic, 'currency', currency, 'home', home) AS was FROM debtor_account
        WHERE company_id = ${change.companyId}::uuid AND currency = ${change.currency} AND closed_at IS NULL`
    case 'account-close':
    case 'account-home':
      return tx.$queryRaw`
        SELECT jsonb_build_object('account', account, 'bic', bic, 'currency', currency, 'home', home) AS was FROM debtor_account
        WHERE id = ${change.accountId}::uuid`
    case 'company-bank':
      return tx.$queryRaw`SELECT jsonb_build_object('bankProfileId', bank_profile_id) AS was FROM company WHERE id = ${change.companyId}::uuid`
    case 'approval-limit':
      return tx.$queryRaw`
        SELECT jsonb_build_object('codeAboveMinor', code_above_minor::text) AS was FROM company WHERE id = ${change.companyId}::uuid`
    case 'bank-profile':
      return tx.$queryRaw`SELECT jsonb_build_object('profile', ${PROFILE_VALUES}) AS was FROM bank_profile profile WHERE id = ${change.profileId}::uuid`
    case 'access':
      return tx.$queryRaw`
        SELECT jsonb_build_object('name', name, 'roles', to_jsonb(roles), 'companies',
          to_jsonb(ARRAY(SELECT company_id FROM user_company WHERE user_id = app_user.id ORDER BY company_id))) AS was
        FROM app_user WHERE id = ${change.userId}`
    default:
      return Promise.resolve([])
  }
}

import { maskAccount } from '@/accounts/iban'
import { versioned } from '@/app/http/answer'
import { setUpCompany } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { readSetUpCompany } from '@/payroll/set-up/companies'

/** One company with its accounts, by their last four characters. */
export const GET = route({ permission: 'set-up:read', params: byId, response: setUpCompany }, async ({ ledger, params, traceId }) => {
  const company = await readSetUpCompany(ledger, params.id)
  if (!company) return problemOf({ code: 'not-found', what: 'company' }, traceId)
  const accounts = company.accounts.map(({ account, ...rest }) => ({ ...rest, masked: maskAccount(account) }))
  return versioned({ ...company, accounts })
})

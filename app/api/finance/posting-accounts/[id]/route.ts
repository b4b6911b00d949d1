import { z } from 'zod'
import { route } from '@/app/http/handle'
import { byId, postingAccounts } from '@/app/http/inputs'
import { setPostingAccounts } from '@/payroll/months/posting-accounts'

/** Sets a company's account codes, for months that are prepared from now on. */
export const POST = route(
  {
    permission: 'finance:close',
    params: byId,
    body: postingAccounts,
    versioned: true,
    response: z.strictObject({ companyId: z.string(), version: z.int() }),
    errors: ['field'],
  },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await setPostingAccounts(ledger, call(), { companyId: params.id, version: seenVersion }, body)),
)

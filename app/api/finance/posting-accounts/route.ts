import { z } from 'zod'
import { companyAccounts } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { listPostingAccounts } from '@/payroll/months/posting-accounts'

/** To which account codes each company's journal posts. */
export const GET = route(
  { permission: 'finance:read', response: z.strictObject({ companies: z.array(companyAccounts) }) },
  async ({ ledger }) => ({ companies: await listPostingAccounts(ledger) }),
)

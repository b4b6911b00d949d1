import { z } from 'zod'
import { route } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listCompanies } from '@/payroll/companies/companies'

const company = z.strictObject({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  country: z.string(),
  closed: z.boolean(),
  debtorAccounts: z.array(z.strictObject({ currency: z.string(), last4: z.string(), bic: z.string(), home: z.boolean() })),
  bank: z.strictObject({ name: z.string(), cutOff: z.string(), timeZone: z.string() }),
})

/** The companies one may see, with their accounts and what their bank takes. */
export const GET = route(
  { permission: 'runs:read', response: z.strictObject({ companies: z.array(company) }) },
  async ({ ledger, session }) => ({
    companies: await listCompanies(ledger, viewerOf(session)),
  }),
)

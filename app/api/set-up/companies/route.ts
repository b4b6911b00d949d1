import { z } from 'zod'
import { setUpCompanies, written } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { newCompany } from '@/app/http/set-up-inputs'
import { listSetUpCompanies } from '@/payroll/set-up/companies'
import { addCompany } from '@/payroll/set-up/write-company'

const query = z.object({ find: z.string().max(100).optional(), cursor: z.uuid().optional() })

/** A page of companies by name, each with what it still needs before it can pay. */
export const GET = route(
  { permission: 'set-up:read', query, response: setUpCompanies },
  ({ ledger, query: { find = null, cursor = null } }) => listSetUpCompanies(ledger, { find, cursor }),
)

/** Sets up a company. It pays once it has an account and two people who can approve. */
export const POST = route(
  { permission: 'set-up:change', body: newCompany, statuses: [201], response: written, errors: ['not-found', 'field'] },
  async ({ ledger, body, call, answer }) => answer(await addCompany(ledger, call(), body), ({ id }) => `/api/set-up/companies/${id}`),
)

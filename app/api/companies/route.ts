import { handle } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listCompanies } from '@/payroll/companies/companies'

export const GET = handle({ permission: 'runs:read' }, async ({ ledger, session }) => ({
  companies: await listCompanies(ledger, viewerOf(session)),
}))

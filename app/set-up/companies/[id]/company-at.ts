import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { readSetUpCompany, type SetUpCompany } from '@/payroll/set-up/companies'
import { isUuid } from '@/platform/is-uuid'

/** The company that the address names; the page of what is not there when it names none. */
export async function companyAt(params: Promise<{ id: string }>): Promise<SetUpCompany> {
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(server().ledger, id) : null
  return company ?? notFound()
}

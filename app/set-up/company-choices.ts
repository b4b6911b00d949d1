/** The companies to which somebody, or a key, can be limited. */
import { server } from '@/app/http/server'
import { firstCompanies } from '@/payroll/set-up/companies'
import type { Choices } from './form-types'

/** The first of them, and `chosen`. */
export async function companyChoices(chosen: readonly { id: string }[] = []): Promise<Choices> {
  const ids = chosen.map(({ id }) => id)
  const { companies, total } = await firstCompanies(server().ledger, ids)
  return { options: companies.map(({ id, name }) => ({ value: id, label: name })), total }
}

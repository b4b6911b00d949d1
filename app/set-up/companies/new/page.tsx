import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'
import { listBankProfiles } from '@/payroll/set-up/companies'
import { countryOptions } from '../../country-options'
import { NewCompanyForm } from './new-company-form'

export const metadata: Metadata = { title: 'Add a company' }

export default async function NewCompanyPage() {
  const session = await entered('set-up:change')
  if (!session) return null
  const profiles = await listBankProfiles(server().ledger)
  return (
    <FormPage list="companies" title="Add a company" sub="Its account to pay from comes next.">
      {profiles.length === 0 ? (
        <NothingYet
          title="Add a bank first"
          action={
            <ButtonLink href="/set-up/banks/new" tone="primary">
              Add a bank
            </ButtonLink>
          }
        >
          A company pays through a bank.
        </NothingYet>
      ) : (
        <NewCompanyForm banks={profiles.map(({ id, profile }) => ({ value: id, label: profile.name }))} countries={countryOptions()} />
      )}
    </FormPage>
  )
}

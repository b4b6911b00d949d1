import type { Metadata } from 'next'
import { currencyOptions } from '@/app/set-up/country-options'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { companyAt } from '../../company-at'
import { AccountForm } from './account-form'

export const metadata: Metadata = { title: 'Account to pay from' }

export default async function NewAccountPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const company = await companyAt(params)
  const taken = company.accounts.filter(({ closedAt }) => closedAt === null).map(({ currency }) => currency)
  return (
    <FormPage
      list="companies"
      of={{ label: company.name, href: `/set-up/companies/${company.id}` }}
      title="Account to pay from"
      sub={
        taken.length === 0
          ? 'The first account is the home account: it pays whatever has no account in its own currency.'
          : `An account in ${taken.join(', ')} replaces the one that is there, and another administrator has to confirm that.`
      }
    >
      <AccountForm companyId={company.id} currencies={currencyOptions()} taken={taken} />
    </FormPage>
  )
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { currencyOptions } from '@/app/set-up/country-options'
import { isUuid } from '@/app/set-up/is-uuid'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { readSetUpCompany } from '@/payroll/set-up/companies'
import { AccountForm } from './account-form'

export const metadata: Metadata = { title: 'Account to pay from' }

export default async function NewAccountPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(server().ledger, id) : null
  if (!company) notFound()
  const taken = company.accounts.filter(({ closedAt }) => closedAt === null).map(({ currency }) => currency)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Companies', href: '/set-up/companies' },
          { label: company.name, href: `/set-up/companies/${id}` },
        ]}
        title="Account to pay from"
        sub={
          taken.length === 0
            ? 'The first account is the home account: it pays whatever has no account in its own currency.'
            : `An account in ${taken.join(', ')} replaces the one that is there, and another administrator has to confirm that.`
        }
      />
      <AccountForm companyId={id} currencies={currencyOptions()} taken={taken} />
    </>
  )
}

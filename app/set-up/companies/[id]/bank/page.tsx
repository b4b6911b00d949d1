import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { listBankProfiles } from '@/payroll/set-up/companies'
import { companyAt } from '../company-at'
import { BankForm } from './bank-form'

export const metadata: Metadata = { title: 'Change the bank' }

export default async function CompanyBankPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const company = await companyAt(params)
  const profiles = await listBankProfiles(server().ledger)
  return (
    <FormPage
      list="companies"
      of={{ label: company.name, href: `/set-up/companies/${company.id}` }}
      title="Bank"
      sub={
        company.hasApprovedRun
          ? 'Another administrator has to confirm the change, because this company has paid before.'
          : 'The bank says when files go out and what they look like.'
      }
    >
      <BankForm
        companyId={company.id}
        current={company.bankProfileId}
        banks={profiles.map(({ id: value, profile }) => ({ value, label: profile.name }))}
        withReason={company.hasApprovedRun}
      />
    </FormPage>
  )
}

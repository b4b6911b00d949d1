import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { listBankProfiles, readSetUpCompany } from '@/payroll/set-up/companies'
import { isUuid } from '../../../is-uuid'
import { BankForm } from './bank-form'

export const metadata: Metadata = { title: 'Change the bank' }

export default async function CompanyBankPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(ledger, id) : null
  if (!company) notFound()
  const profiles = await listBankProfiles(ledger)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Companies', href: '/set-up/companies' },
          { label: company.name, href: `/set-up/companies/${id}` },
        ]}
        title="Bank"
        sub={
          company.hasApprovedRun
            ? 'Another administrator has to confirm the change, because this company has paid before.'
            : 'The bank says when files go out and what they look like.'
        }
      />
      <BankForm
        companyId={id}
        current={company.bankProfileId}
        banks={profiles.map(({ id: value, profile }) => ({ value, label: profile.name }))}
        withReason={company.hasApprovedRun}
      />
    </>
  )
}

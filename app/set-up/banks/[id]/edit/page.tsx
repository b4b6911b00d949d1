import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { listSetUpCompanies, readBankProfile } from '@/payroll/set-up/companies'
import { timeZoneOptions } from '../../../country-options'
import { isUuid } from '../../../is-uuid'
import { formOf } from '../../profile-fields'
import { EditBankForm } from './edit-bank-form'

export const metadata: Metadata = { title: 'Edit a bank' }

export default async function EditBankPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const found = isUuid(id) ? await readBankProfile(ledger, id) : null
  if (!found) notFound()
  const ids = new Set(found.companies.map((company) => company.id))
  const isPaidThrough = (await listSetUpCompanies(ledger)).some((company) => ids.has(company.id) && company.hasApprovedRun)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Banks', href: '/set-up/banks' },
          { label: found.profile.name, href: `/set-up/banks/${id}` },
        ]}
        title="Edit"
        sub={isPaidThrough ? 'Companies pay through this bank, so another administrator has to confirm the change.' : undefined}
      />
      <EditBankForm id={id} initial={formOf(found.profile)} timeZones={timeZoneOptions()} withReason={isPaidThrough} />
    </>
  )
}

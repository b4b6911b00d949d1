import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { readSetUpCompany } from '@/payroll/set-up/companies'
import { isUuid } from '../../../is-uuid'
import { DetailsForm } from './details-form'

export const metadata: Metadata = { title: 'Edit a company' }

export default async function DetailsPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(server().ledger, id) : null
  if (!company) notFound()
  const { name, street, buildingNumber, postCode, town, version } = company
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Companies', href: '/set-up/companies' },
          { label: name, href: `/set-up/companies/${id}` },
        ]}
        title="Name and address"
      />
      <DetailsForm
        id={id}
        version={version}
        initial={{ name, street: street ?? '', buildingNumber: buildingNumber ?? '', postCode: postCode ?? '', town: town ?? '' }}
      />
    </>
  )
}

import type { Metadata } from 'next'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { companyAt } from '../company-at'
import { DetailsForm } from './details-form'

export const metadata: Metadata = { title: 'Edit a company' }

export default async function DetailsPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const company = await companyAt(params)
  const { id, name, street, buildingNumber, postCode, town, version } = company
  return (
    <FormPage list="companies" of={{ label: name, href: `/set-up/companies/${id}` }} title="Name and address">
      <DetailsForm
        id={id}
        version={version}
        initial={{ name, street: street ?? '', buildingNumber: buildingNumber ?? '', postCode: postCode ?? '', town: town ?? '' }}
      />
    </FormPage>
  )
}

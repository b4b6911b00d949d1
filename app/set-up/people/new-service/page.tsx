import type { Metadata } from 'next'
import { companyChoices } from '@/app/set-up/company-choices'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { NewServiceForm } from './new-service-form'

export const metadata: Metadata = { title: 'Add a service' }

export default async function NewServicePage() {
  const session = await entered('set-up:change')
  if (!session) return null
  return (
    <FormPage
      list="people"
      title="Add a service"
      sub="A program that asks in its own name, with keys you make for it. It prepares and reads; it approves and confirms nothing."
    >
      <NewServiceForm companies={await companyChoices()} />
    </FormPage>
  )
}

import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { listSetUpCompanies } from '@/payroll/set-up/companies'
import { NewServiceForm } from './new-service-form'

export const metadata: Metadata = { title: 'Add a service' }

export default async function NewServicePage() {
  const session = await entered('set-up:change')
  if (!session) return null
  const companies = await listSetUpCompanies(server().ledger)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'People', href: '/set-up/people' },
        ]}
        title="Add a service"
        sub="A program that asks in its own name, with keys you make for it. It prepares and reads; it approves and confirms nothing."
      />
      <NewServiceForm companies={companies.map(({ id, name }) => ({ value: id, label: name }))} />
    </>
  )
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { listSetUpCompanies } from '@/payroll/set-up/companies'
import { readPerson } from '@/payroll/set-up/people'
import { AccessForm } from './access-form'

export const metadata: Metadata = { title: 'Name, roles and companies' }

export default async function AccessPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const person = await readPerson(ledger, decodeURIComponent(id), new Date())
  if (!person) notFound()
  const companies = await listSetUpCompanies(ledger)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'People', href: '/set-up/people' },
          { label: person.name, href: `/set-up/people/${person.id}` },
        ]}
        title="Name, roles and companies"
        sub="It works at once, also for who is signed in. Another administrator has to confirm it for whoever may approve or set up."
      />
      <AccessForm
        id={person.id}
        kind={person.kind}
        companies={companies.map((company) => ({ value: company.id, label: company.name }))}
        initial={{ name: person.name, roles: person.roles, companies: person.companies.map((company) => company.id), reason: '' }}
      />
    </>
  )
}

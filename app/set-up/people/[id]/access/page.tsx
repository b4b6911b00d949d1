import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { companyChoices } from '@/app/set-up/company-choices'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { readPerson } from '@/payroll/set-up/people'
import { AccessForm } from './access-form'

export const metadata: Metadata = { title: 'Name, roles and companies' }

export default async function AccessPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { id } = await params
  const person = await readPerson(server().ledger, decodeURIComponent(id), new Date())
  if (!person) notFound()
  return (
    <FormPage
      list="people"
      of={{ label: person.name, href: `/set-up/people/${person.id}` }}
      title="Name, roles and companies"
      sub="It works at once, also for who is signed in. Another administrator has to confirm it for whoever may approve or set up."
    >
      <AccessForm
        id={person.id}
        kind={person.kind}
        companies={await companyChoices(person.companies)}
        initial={{ name: person.name, roles: person.roles, companies: person.companies.map((company) => company.id), reason: '' }}
      />
    </FormPage>
  )
}

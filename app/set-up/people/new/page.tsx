import type { Metadata } from 'next'
import { ROLES } from '@/access/permissions'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { listSetUpCompanies } from '@/payroll/set-up/companies'
import { InviteForm } from './invite-form'

export const metadata: Metadata = { title: 'Invite someone' }

export default async function InvitePage({ searchParams }: { searchParams: Promise<{ role?: string | string[] }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { role } = await searchParams
  const companies = await listSetUpCompanies(server().ledger)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'People', href: '/set-up/people' },
        ]}
        title="Invite someone"
        sub="They get a link by which they choose a password. Once there are two administrators, both have to agree to whoever may approve or set up."
      />
      <InviteForm
        companies={companies.map(({ id, name }) => ({ value: id, label: name }))}
        role={ROLES.find((each) => each === role) ?? 'coordinator'}
      />
    </>
  )
}

import type { Metadata } from 'next'
import { ROLES } from '@/access/permissions'
import { companyChoices } from '@/app/set-up/company-choices'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { InviteForm } from './invite-form'

export const metadata: Metadata = { title: 'Invite someone' }

export default async function InvitePage({ searchParams }: { searchParams: Promise<{ role?: string | string[] }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { role } = await searchParams
  const companies = await companyChoices()
  return (
    <FormPage
      list="people"
      title="Invite someone"
      sub="They get a link by which they choose a password. Once there are two administrators, both have to agree to whoever may approve or set up."
    >
      <InviteForm companies={companies} role={ROLES.find((each) => each === role) ?? 'coordinator'} />
    </FormPage>
  )
}

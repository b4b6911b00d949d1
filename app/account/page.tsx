import type { Metadata } from 'next'
import { Facts } from '@/components/facts'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { readPerson } from '@/payroll/set-up/people'
import { server } from '../http/server'
import { SessionsTable } from '../set-up/people/[id]/sessions-table'
import { signedIn } from '../signed-in'
import { PasswordForm } from './password-form'
import { SignOutElsewhere } from './sign-out-elsewhere'

export const metadata: Metadata = { title: 'Your account' }

/** One's own roles, password and sessions. */
export default async function AccountPage() {
  const session = await signedIn()
  const person = await readPerson(server().ledger, session.userId, new Date())
  if (!person) return null
  return (
    <>
      <PageHead title="Your account" sub="Name, roles and companies are an administrator’s to change." />
      <Facts
        facts={[
          { label: 'Name', value: person.name, note: person.email },
          { label: 'Roles', value: person.roles.join(', ') },
          {
            label: 'Companies',
            value: person.companies.length === 0 ? 'every company' : person.companies.map(({ name }) => name).join(', '),
          },
          { label: 'Last sign-in', value: person.lastSignInAt ? <Time at={person.lastSignInAt} /> : 'never' },
        ]}
      />
      <Section title="Password">
        <PasswordForm email={person.email} />
      </Section>
      <Section title="Where you are signed in" actions={person.openSessions.length > 1 && <SignOutElsewhere />}>
        <SessionsTable sessions={person.openSessions} />
      </Section>
    </>
  )
}

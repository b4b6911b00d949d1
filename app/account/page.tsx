import type { Metadata } from 'next'
import { may, PERMISSIONS } from '@/access/permissions'
import { Facts } from '@/components/facts'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { listApiKeys } from '@/payroll/set-up/api-keys'
import { readPerson } from '@/payroll/set-up/people'
import type { ApiKey } from '../http/answers/api-key'
import { server } from '../http/server'
import { SessionsTable } from '../set-up/people/[id]/sessions-table'
import { accessFacts, signInFacts } from '../set-up/people/access-facts'
import { PERMISSION_WORDS } from '../set-up/permissions/permission-words'
import { signedIn } from '../signed-in'
import { Keys } from './keys'
import { PasswordForm } from './password-form'
import { RecoveryCodes } from './recovery-codes'
import { SignOutElsewhere } from './sign-out-elsewhere'

export const metadata: Metadata = { title: 'Your account' }

/** One's own roles, password, sessions and API keys. */
export default async function AccountPage() {
  const session = await signedIn()
  const { ledger } = server()
  const now = new Date()
  const person = await readPerson(ledger, session.userId, now)
  if (!person) return null
  const keys = (await listApiKeys(ledger, session.userId, now)) as ApiKey[]
  const permissions = PERMISSIONS.filter((permission) => may(session, permission)).map((value) => ({
    value,
    label: PERMISSION_WORDS[value],
  }))
  return (
    <>
      <PageHead title="Your account" sub="An administrator can change your name, roles and companies." />
      <Facts
        facts={[
          { label: 'Name', value: person.name, note: person.email },
          ...accessFacts(person).slice(1),
          ...signInFacts(person, server().oidc),
        ]}
      />
      <Section title="Password">
        <PasswordForm email={person.email} />
      </Section>
      {person.hasSecondFactor && (
        <Section title="Second factor">
          <p className="mb-3 max-w-[76ch]">
            It is set up. If you lose your phone, use a recovery code; if you have none left, ask an administrator for a new password link.
          </p>
          <RecoveryCodes />
        </Section>
      )}
      <Section title="Where you are signed in" actions={person.openSessions.length > 1 && <SignOutElsewhere />}>
        <SessionsTable sessions={person.openSessions} />
      </Section>
      <Keys keys={keys} permissions={permissions} />
    </>
  )
}

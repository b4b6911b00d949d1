import type { Metadata } from 'next'
import { linkIdOf } from '@/payroll/set-up/sign-in-links'
import { readLink } from '@/payroll/set-up/use-link'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { DoorCard } from '../door-card'
import { server } from '../http/server'
import { ChoosePasswordForm } from './choose-password-form'

// The address is a secret: no page that this one leads to may learn it.
export const metadata: Metadata = { title: 'Choose a password', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ token?: string | string[] }> }

/** Where an invitation, or a link for a new password, leads. */
export default async function ChoosePasswordPage({ searchParams }: Props) {
  const { token = '' } = await searchParams
  const { ledger, secret } = server()
  const id = linkIdOf(String(token), secret)
  const link = id === null ? 'unknown' : await readLink(ledger, id, new Date())
  if (typeof link === 'string' || link.email === null)
    return (
      <DoorCard title="This link does not work">
        <p>{sentenceOf({ code: 'link-gone', because: typeof link === 'string' ? link : 'unknown' })}</p>
      </DoorCard>
    )
  return (
    <DoorCard title={link.purpose === 'invitation' ? `Welcome, ${link.name}` : 'Choose a new password'}>
      <p className="mb-4 text-muted">
        {link.purpose === 'invitation'
          ? `Choose a password. You sign in with it and with ${link.email}.`
          : `For ${link.email}. Wherever you are signed in now, you are signed out.`}
      </p>
      <ChoosePasswordForm token={String(token)} email={link.email} />
    </DoorCard>
  )
}

import type { Metadata } from 'next'
import { linkIdOf } from '@/payroll/set-up/sign-in-links'
import { readLink } from '@/payroll/set-up/use-link'
import { DoorCard } from '../door-card'
import { server } from '../http/server'
import { FirstAdministratorForm } from './first-administrator-form'

export const metadata: Metadata = { title: 'First administrator', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ token?: string | string[] }> }

const WHY = {
  unknown: 'This link is not valid. Check that you copied all of it.',
  used: 'Someone can sign in already, so this link does not work any more. An administrator can invite you.',
  expired: 'This link has expired. Start PayLedger again: it prints another one.',
} as const

/** Where the link leads that PayLedger prints while nobody can sign in. */
export default async function FirstAdministratorPage({ searchParams }: Props) {
  const { token = '' } = await searchParams
  const { ledger, secret } = server()
  const id = linkIdOf(String(token), secret)
  const link = id === null ? 'unknown' : await readLink(ledger, id, new Date())
  if (typeof link === 'string' || link.purpose !== 'first-administrator')
    return (
      <DoorCard title="This link does not work">
        <p>{WHY[typeof link === 'string' ? link : 'unknown']}</p>
      </DoorCard>
    )
  return (
    <DoorCard title="Create the first administrator">
      <p className="mb-4 text-muted">Administrators set up companies, banks and people. You invite the others afterwards.</p>
      <FirstAdministratorForm token={String(token)} />
    </DoorCard>
  )
}

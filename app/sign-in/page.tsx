import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentSession } from '@/access/session'
import { hasNobody } from '@/payroll/set-up/people'
import { DoorCard } from '../door-card'
import { server } from '../http/server'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams
  const target = safeNext(Array.isArray(next) ? next[0] : next)
  if (await currentSession(server(), await headers())) redirect(target)
  if (await hasNobody(server().ledger)) return <NobodyYet />
  return (
    <DoorCard title="Sign in">
      <p className="mb-4 text-muted">
        {target === '/' ? 'Use the e-mail address your administrator set up for you.' : 'After that you see the page you asked for.'}
      </p>
      <SignInForm next={target} />
    </DoorCard>
  )
}

/** The link is printed where only whoever installs it reads it, or the first to come would be the administrator. */
function NobodyYet() {
  return (
    <DoorCard title="Welcome to PayLedger">
      <p className="mb-3">Nobody can sign in yet.</p>
      <p className="text-muted">
        PayLedger has printed a link when it started, where it writes its log. Open that link to create the first administrator. It works
        for one day; start PayLedger again to get another.
      </p>
    </DoorCard>
  )
}

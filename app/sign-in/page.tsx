import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentSession, owingSession } from '@/access/session'
import { hasNobody } from '@/payroll/set-up/people'
import { DoorCard } from '../door-card'
import { server } from '../http/server'
import { ProviderButton } from './provider-button'
import { returnSentence } from './return-problems'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

type Search = { next?: string | string[]; problem?: string | string[] }
const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, problem } = await searchParams
  const { ledger, oidc } = server()
  const target = safeNext(first(next))
  const head = await headers()
  if (await currentSession(server(), head)) redirect(target)
  if (await hasNobody(ledger)) return <NobodyYet />
  if (await owingSession(server(), head)) return <CodeOwed next={target} />
  const sentence = oidc && returnSentence(first(problem), oidc.name)
  return (
    <DoorCard title="Sign in">
      {sentence && (
        <p role="alert" className="my-3 rounded-md border border-l-[3px] border-line border-l-bad bg-bad-soft px-3 py-2.5">
          {sentence}
        </p>
      )}
      <p className="mb-4 text-muted">
        {target === '/' ? 'Use the e-mail address your administrator set up for you.' : 'After that you see the page you asked for.'}
      </p>
      <SignInForm next={target} />
      {oidc && <ProviderButton name={oidc.name} next={target} />}
    </DoorCard>
  )
}

/** The provider has said who they are; that does not replace their second factor. */
function CodeOwed({ next }: { next: string }) {
  return (
    <DoorCard title="One more step">
      <p className="mb-4 text-muted">Your account has a second factor. Give a code of it to finish signing in.</p>
      <SignInForm next={next} owesCode />
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

import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentSession } from '@/access/session'
import { BrandMark } from '@/components/brand'
import { server } from '../http/server'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams
  const target = safeNext(Array.isArray(next) ? next[0] : next)
  if (await currentSession(server(), await headers())) redirect(target)
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[400px] content-center gap-6 px-6 pt-10 pb-24">
      <div className="flex items-center gap-2 text-lg font-[650] tracking-[-0.015em]">
        <BrandMark />
        PayLedger
      </div>
      <div className="rounded-lg border border-line bg-surface px-6 pt-5 pb-6 max-sm:px-4">
        <h1>Sign in</h1>
        <p className="mb-4 text-muted">
          {target === '/' ? 'Use the e-mail address your administrator set up for you.' : 'After that you see the page you asked for.'}
        </p>
        <SignInForm next={target} />
      </div>
    </main>
  )
}

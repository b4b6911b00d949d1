/** Who is looking at this page. Pages and layouts of one request share the answer. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { currentSession, type Session } from '@/access/session'
import { server } from './http/server'

/** The session, or off to the sign-in page and back here afterwards. */
export const signedIn = cache(async (): Promise<Session> => {
  const head = await headers()
  const { auth, ledger } = server()
  const session = await currentSession(auth, ledger, head)
  return session ?? redirect(`/sign-in?next=${encodeURIComponent(head.get('x-path') ?? '/')}`)
})

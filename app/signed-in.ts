/** Who is looking at this page. Pages and layouts of one request share the answer. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Permission, permits } from '@/access/permissions'
import { currentSession, type Session } from '@/access/session'
import { server } from './http/server'

/** The session, or off to the sign-in page and back here afterwards; who lacks a second factor sets it up first. */
export const signedIn = cache(async (): Promise<Session> => {
  const head = await headers()
  const session = await currentSession(server(), head)
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(head.get('x-path') ?? '/')}`)
  if (session.lacksSecondFactor) redirect('/second-factor')
  return session
})

/** The session of a page that needs `permission`; null when they may not enter it, and the desk's shell says so. */
export async function entered(permission: Permission): Promise<Session | null> {
  const session = await signedIn()
  return permits(session, permission) ? session : null
}

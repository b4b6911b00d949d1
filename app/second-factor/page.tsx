import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentSession } from '@/access/session'
import { DoorCard } from '../door-card'
import { server } from '../http/server'
import { SetUpFactor } from './set-up-factor'

export const metadata: Metadata = { title: 'Second factor' }

/** Where whoever may approve or set up is led until they have a second factor. */
export default async function SecondFactorPage() {
  const session = await currentSession(server(), await headers())
  if (!session) redirect('/sign-in?next=/second-factor')
  if (!session.lacksSecondFactor) redirect('/')
  return (
    <DoorCard title="Set up your second factor">
      <p className="mb-4 text-muted">
        With your roles one could move money, so your password alone is not enough. You need an authenticator app on your phone.
      </p>
      <SetUpFactor email={session.email} />
    </DoorCard>
  )
}

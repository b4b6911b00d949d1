import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'
import { desksOf } from '../desks'
import { signedIn } from '../signed-in'

/** One's own: in the shell of whichever desk one has. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const [desk] = desksOf(await signedIn())
  return (
    <DeskShell now={new Date()} needs={desk?.needs ?? 'payouts:read'}>
      {children}
    </DeskShell>
  )
}

import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function PayoutsLayout({ children }: { children: ReactNode }) {
  return <DeskShell needs="payouts:read">{children}</DeskShell>
}

import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function PayoutsLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="payouts:read">
      {children}
    </DeskShell>
  )
}

import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function FinanceLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="finance:read">
      {children}
    </DeskShell>
  )
}

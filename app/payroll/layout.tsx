import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function PayrollLayout({ children }: { children: ReactNode }) {
  return <DeskShell needs="runs:read">{children}</DeskShell>
}

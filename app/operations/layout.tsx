import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function OperationsLayout({ children }: { children: ReactNode }) {
  return <DeskShell needs="operations:read">{children}</DeskShell>
}

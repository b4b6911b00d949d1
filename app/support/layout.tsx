import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function SupportLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="search:read">
      {children}
    </DeskShell>
  )
}

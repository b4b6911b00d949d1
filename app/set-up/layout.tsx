import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'

export default function SetUpLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="set-up:read">
      {children}
    </DeskShell>
  )
}

import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'
import { HistoryStopNote } from '../history-stop'

export default function PayrollLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="runs:read">
      <HistoryStopNote />
      {children}
    </DeskShell>
  )
}

import type { ReactNode } from 'react'
import { DeskShell } from '../desk-shell'
import { HistoryStopNote } from '../history-stop'

export default function OperationsLayout({ children }: { children: ReactNode }) {
  return (
    <DeskShell now={new Date()} needs="operations:read">
      <HistoryStopNote />
      {children}
    </DeskShell>
  )
}

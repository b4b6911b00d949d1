'use client'
import { DeskError } from '../desk-error'

export default function PayrollError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <DeskError title="The ledger could not be read" error={error} reset={reset} />
}

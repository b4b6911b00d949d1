'use client'
import { Failed } from '@/components/empty'

/** The desk stays around it, so one can go elsewhere. */
export default function PayrollError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Failed level="h1" title="The ledger could not be read" traceId={error.digest} onRetry={reset}>
      The reason was logged. Nothing you had already confirmed is lost.
    </Failed>
  )
}

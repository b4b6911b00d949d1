'use client'
import { Failed } from '@/components/empty'

/** A desk's page that could not be read; the shell stays around it, so one can go elsewhere. */
export function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Failed level="h1" title="This could not be read" traceId={error.digest} onRetry={reset}>
      The reason was logged. Nothing you had already confirmed is lost.
    </Failed>
  )
}

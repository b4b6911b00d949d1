'use client'
import { Failed } from '@/components/empty'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-[70dvh] content-center">
      <Failed level="h1" title="This page could not be shown" traceId={error.digest} onRetry={reset}>
        The reason was logged. Nothing you had already confirmed is lost.
      </Failed>
    </main>
  )
}

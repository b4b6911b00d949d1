'use client'
import { DeskError } from './desk-error'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-[70dvh] content-center">
      <DeskError title="This page could not be shown" error={error} reset={reset} />
    </main>
  )
}

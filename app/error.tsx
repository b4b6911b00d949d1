'use client'
import { buttonLook } from '@/components/button-look'

/** Shown around no desk, so it needs nothing of one; every page loads it. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  return (
    <main role="alert" className="mx-auto grid min-h-[70dvh] max-w-[480px] content-center gap-3 px-6">
      <h1>This page could not be shown</h1>
      <p className="text-muted">
        The reason was logged{error.digest ? ` under ${error.digest}` : ''}. Nothing you had already confirmed is lost.
      </p>
      <div>
        <button type="button" onClick={() => location.reload()} className={buttonLook('normal')}>
          Try again
        </button>
      </div>
    </main>
  )
}

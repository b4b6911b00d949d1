'use client'
import './globals.css'

/** Shown when even the layout failed, so it stands on its own. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>PayLedger is not available</title>
        <main className="mx-auto grid min-h-[70dvh] max-w-[480px] content-center gap-3 px-6">
          <h1>PayLedger is not available right now</h1>
          <p className="text-muted">
            The error was logged{error.digest ? ` under ${error.digest}` : ''}. Nothing you have confirmed is lost.
          </p>
          <div>
            <button
              type="button"
              onClick={() => location.reload()}
              className="h-8 rounded-md border border-accent bg-accent px-3 font-[550] text-on-accent"
            >
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  )
}

import type { ReactNode } from 'react'

/** What only a few ask for (a seal's digits, a version, a file's hash), folded away until it is opened. */
export function Details({ children }: { children: ReactNode }) {
  return (
    <details className="text-xs text-muted">
      <summary className="w-fit cursor-pointer underline underline-offset-2">Details</summary>
      <div className="mt-1 grid gap-1">{children}</div>
    </details>
  )
}

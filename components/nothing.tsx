import type { ReactNode } from 'react'

/** A list that is empty because all is well: one line, as high as a row. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="rounded-lg border border-line bg-surface px-3 py-2 text-muted">{children}</p>
}

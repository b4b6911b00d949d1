import Link from 'next/link'
import type { ReactNode } from 'react'

/** A figure that leads to the rows it is made of. */
export function RowsLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="underline decoration-line-strong decoration-dotted underline-offset-[3px] hover:decoration-solid"
    >
      {children}
    </Link>
  )
}

import Link from 'next/link'
import type { Runbook } from '@/operations/runbooks'

/** What to do, at length. `of` says of what, for who hears the page. */
export function RunbookLink({ name, of }: { name: Runbook; of: string }) {
  return (
    <Link className="link text-xs" href={`/operations/runbooks/${name}`}>
      Runbook<span className="sr-only">: {of}</span>
    </Link>
  )
}

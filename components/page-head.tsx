import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Freshness } from '@/platform/freshness'
import { PageFreshness } from './freshness-badge'

export type Crumb = { label: string; href: string }

/** The head of a page: where one is, its one `h1`, a reference beside it, a sentence below it, and its actions. */
export function PageHead({
  crumbs = [],
  title,
  reference,
  sub,
  actions,
  freshness,
}: {
  crumbs?: readonly Crumb[]
  title: ReactNode
  reference?: ReactNode
  sub?: ReactNode
  actions?: ReactNode
  freshness?: Freshness
}) {
  return (
    <header className="mb-4 flex flex-wrap items-start gap-x-3 gap-y-2">
      <div className="min-w-0 flex-[1_1_240px]">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb">
            <ol className="flex flex-wrap text-xs text-muted">
              {crumbs.map(({ label, href }) => (
                <li key={href} className="after:mx-1 after:text-faint after:content-['/'] last:after:content-none">
                  <Link href={href} prefetch={false} className="hover:text-ink hover:underline">
                    {label}
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1 tabIndex={-1} className="outline-none [overflow-wrap:anywhere]">
          {title} {reference && <span className="inline-block font-[450] text-muted">{reference}</span>}
        </h1>
        {sub && <p className="max-w-[76ch] text-muted">{sub}</p>}
      </div>
      {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      {freshness && <PageFreshness freshness={freshness} />}
    </header>
  )
}

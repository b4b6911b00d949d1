import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { countWords } from './money'

/** Where one is in a list, and the pages before and after. A total that is only a lower bound says so: "10,000+". */
export function Pagination({
  from,
  to,
  total,
  totalIsExact = true,
  noun,
  previousHref,
  nextHref,
}: {
  from: number
  to: number
  total: number
  totalIsExact?: boolean
  /** In the plural: "payouts". */
  noun: string
  previousHref?: string | null
  nextHref?: string | null
}) {
  return (
    <nav aria-label="Pages" className="num mt-2 flex items-center gap-1 text-xs text-muted">
      <span className="mr-auto">
        {total === 0 ? `no ${noun}` : `${countWords(from)}–${countWords(to)} of ${totalWords(total, totalIsExact)} ${noun}`}
      </span>
      <Step href={previousHref} label="Previous page">
        <ChevronLeft aria-hidden="true" className="size-4" />
      </Step>
      <Step href={nextHref} label="Next page">
        <ChevronRight aria-hidden="true" className="size-4" />
      </Step>
    </nav>
  )
}

export function totalWords(total: number, exact: boolean): string {
  return `${countWords(total)}${exact ? '' : '+'}`
}

const STEP = 'grid size-8 place-items-center rounded-md border border-line-strong'

function Step({ href, label, children }: { href: string | null | undefined; label: string; children: ReactNode }) {
  if (!href)
    return (
      <span aria-hidden="true" className={`${STEP} opacity-35`}>
        {children}
      </span>
    )
  return (
    <Link href={href} prefetch={false} aria-label={label} className={`${STEP} bg-surface text-ink hover:bg-hover`}>
      {children}
    </Link>
  )
}

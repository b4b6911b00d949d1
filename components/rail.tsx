'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { BrandMark } from './brand'
import { countWords } from './money'
import { usePreferences } from './preferences'

/** `icon` is an element of 16 px; `count` is what *I* must do there. */
export type Desk = { href: string; label: string; icon: ReactNode; count?: number }

const LINK =
  'relative flex h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:text-ink [&_svg]:size-4 [&_svg]:flex-none aria-[current]:bg-surface aria-[current]:font-[550] aria-[current]:text-ink aria-[current]:shadow-[0_0_0_1px_var(--line)] max-sm:h-11 max-sm:min-w-0 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0 max-sm:px-0.5 max-sm:text-2xs max-sm:tracking-[-0.02em]'
const COUNT =
  'num ml-auto min-w-[18px] rounded-full bg-accent px-1.5 text-center text-2xs/[18px] font-semibold text-on-accent max-sm:absolute max-sm:top-0 max-sm:left-1/2 max-sm:ml-1.5 max-sm:min-w-4 max-sm:px-1 max-sm:leading-4'
const COUNT_SHOWN_MAX = 99

/** The desks one may enter: at the left, or along the bottom on a phone. */
export function Rail({ desks, foot }: { desks: readonly Desk[]; foot?: ReactNode }) {
  const path = usePathname()
  const { timeZone } = usePreferences()
  return (
    <nav
      aria-label="Desks"
      className="no-print sticky top-0 z-30 col-start-1 row-span-2 row-start-1 flex h-dvh flex-col border-r border-line bg-sunken px-2 py-2.5 max-sm:top-auto max-sm:bottom-0 max-sm:row-span-1 max-sm:row-start-3 max-sm:h-[52px] max-sm:border-t max-sm:border-r-0 max-sm:p-1"
    >
      <Link href="/" className="mb-2.5 flex items-center gap-2 rounded-md px-2 py-1 font-[650] tracking-[-0.015em] max-sm:hidden">
        <BrandMark />
        PayLedger
      </Link>
      <div className="flex flex-col gap-0.5 max-sm:flex-row">
        {desks.map(({ href, label, icon, count = 0 }) => (
          <Link key={href} href={href} className={LINK} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
            {icon}
            <span className="max-w-full truncate">{label}</span>
            {count > 0 && (
              <span className={COUNT}>
                {count > COUNT_SHOWN_MAX ? `${COUNT_SHOWN_MAX}+` : count}
                <span className="sr-only"> ({countWords(count)} to do)</span>
              </span>
            )}
          </Link>
        ))}
      </div>
      <div className="mt-auto border-t border-line px-2 pt-2 text-xs text-muted max-sm:hidden">
        {foot}
        <div>Times in {timeZone}</div>
      </div>
    </nav>
  )
}

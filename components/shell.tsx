import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Freshness } from '@/platform/freshness'
import { BrandMark } from './brand'
import { PageFreshness } from './freshness-badge'
import { type Desk, Rail } from './rail'
import { SessionExpired } from './session-expired'
import { UserMenu } from './user-menu'
import type { ShellUser } from './user-menu-trigger'

export type { Desk } from './rail'

/** Room for a wide 14 px character; the freshness badge stands left of the name by it. */
const CHARACTER_PX = 7.8
const NAME_CHARACTERS_MAX = 20
const CHEVRON_AND_PADDING_PX = 32

/**
 * Around every page: desks, search, how current the page is, the user. The rail is a bar at the bottom on a phone.
 * A page shows its freshness by `PageHead freshness={…}`; `freshness` here is for layouts that know it for all their pages.
 */
export function Shell({
  desks,
  user,
  search,
  banner,
  freshness,
  foot,
  idleMinutes,
  children,
}: {
  desks: readonly Desk[]
  user: ShellUser
  search: ReactNode
  banner?: ReactNode
  freshness?: Freshness
  foot?: ReactNode
  /** Nobody did anything for so long: the session ends. */
  idleMinutes: number
  children: ReactNode
}) {
  const userWidth = Math.min(user.name.length, NAME_CHARACTERS_MAX) * CHARACTER_PX + CHEVRON_AND_PADDING_PX
  return (
    <div
      style={{ '--user-width': `${Math.round(userWidth)}px` } as React.CSSProperties}
      className="grid min-h-dvh grid-cols-[204px_minmax(0,1fr)] grid-rows-[48px_1fr] max-sm:grid-cols-[minmax(0,1fr)] max-sm:grid-rows-[48px_1fr_52px] print:block"
    >
      <a
        href="#main"
        className="sr-only z-50 rounded-md border border-line bg-surface px-3 py-2 font-medium focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Rail desks={desks} foot={foot} />
      <header className="no-print sticky top-0 z-10 col-start-2 row-start-1 flex items-center gap-3 border-b border-line bg-bg px-5 max-sm:col-start-1 max-sm:px-4">
        <Link href="/" aria-label="PayLedger, start page" className="grid size-8 flex-none place-items-center sm:hidden">
          <BrandMark />
        </Link>
        <search className="min-w-0 flex-[0_1_480px] max-sm:flex-none">{search}</search>
        {/* Keeps the room of the badge free in narrow windows. */}
        <div aria-hidden="true" className="ml-auto w-24 flex-none md:w-[236px] max-sm:hidden" />
        <div className="ml-auto flex w-(--user-width) flex-none justify-end max-sm:w-8">
          <UserMenu user={user} />
        </div>
      </header>
      <div className="col-start-2 row-start-2 min-w-0 max-sm:col-start-1">
        {banner}
        {/* The skip link leads here. */}
        <main id="main" tabIndex={-1} className="w-full max-w-[1320px] px-6 pt-5 pb-10 outline-none max-sm:p-4 print:p-0">
          {children}
        </main>
      </div>
      {freshness && <PageFreshness freshness={freshness} />}
      <SessionExpired email={user.email} idleMinutes={idleMinutes} />
    </div>
  )
}

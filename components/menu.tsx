'use client'
import { Menu as Base } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { MENU_ITEM, MENU_POPUP } from './menu-look'

export type MenuEntry = { key: string; label: ReactNode; disabled?: boolean } & ({ href: string } | { onPick: () => void })

/** Further actions behind "…". `label` says of what. */
export function MoreMenu({ label, entries }: { label: string; entries: readonly MenuEntry[] }) {
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={label}
        className="grid size-8 place-items-center rounded-md border border-line-strong bg-surface text-muted hover:bg-hover"
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={6} className="z-40">
          <Base.Popup className={MENU_POPUP}>
            {entries.map((entry) =>
              'href' in entry ? (
                <Base.LinkItem key={entry.key} className={MENU_ITEM} render={<Link href={entry.href} prefetch={false} />}>
                  {entry.label}
                </Base.LinkItem>
              ) : (
                <Base.Item key={entry.key} disabled={entry.disabled} className={MENU_ITEM} onClick={entry.onPick}>
                  {entry.label}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

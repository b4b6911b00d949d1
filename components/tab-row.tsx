'use client'
import { type ReactNode, useEffect, useRef } from 'react'

/** Scrolls sideways to the current tab, and only sideways: scrollIntoView would move the page too. */
export function TabRow({ label, current, children }: { label: string; current: string | undefined; children: ReactNode }) {
  const row = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another tab that makes it scroll
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (tab) row.current?.scrollTo({ left: tab.offsetLeft - (row.current.clientWidth - tab.offsetWidth) / 2 })
  }, [current])
  return (
    <nav ref={row} aria-label={label} className="relative mb-4 flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line">
      {children}
    </nav>
  )
}

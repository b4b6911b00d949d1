import Link from 'next/link'
import { countWords } from './money'
import { TabRow } from './tab-row'

export type Tab = { label: string; href: string; count?: number | string | null; current: boolean }

/** Tabs are links, so each has an address; `count` says how much is behind it. They scroll sideways on a phone. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <TabRow label={label} current={tabs.find(({ current }) => current)?.href}>
      {tabs.map(({ label: name, href, count, current }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          scroll={false}
          aria-current={current ? 'page' : undefined}
          className="flex h-[34px] flex-none items-center gap-1.5 text-muted outline-offset-[-2px] hover:text-ink aria-[current]:font-[550] aria-[current]:text-ink aria-[current]:shadow-[inset_0_-2px_var(--accent)]"
        >
          {name}
          {count !== undefined && count !== null && (
            <span className="num text-xs font-normal text-faint">{typeof count === 'string' ? count : countWords(count)}</span>
          )}
        </Link>
      ))}
    </TabRow>
  )
}

import Link from 'next/link'
import { countWords } from './money'

export type FacetOption = { value: string; label: string; count: number | null; href: string; selected: boolean }

/** One facet: a heading and what can be chosen, with counts. A chosen one is chosen off by the same link. */
export function Facet({ title, options }: { title: string; options: readonly FacetOption[] }) {
  return (
    <section aria-label={title} className="mb-4">
      <h2 className="mb-1 text-xs font-semibold text-muted">{title}</h2>
      <ul>
        {options.map(({ value, label, count, href, selected }) => (
          <li key={value}>
            <Link
              href={href}
              prefetch={false}
              scroll={false}
              aria-current={selected || undefined}
              className="-mx-2 flex min-h-[26px] items-center justify-between gap-2 rounded-sm px-2 hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:font-[550] aria-[current]:text-accent"
            >
              <span className="min-w-0 truncate">{label}</span>
              {count !== null && <span className="num font-normal text-faint">{countWords(count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

import { Section } from '@/components/section'
import type { MartForSql } from '@/finance/sql/marts'

/** The tables that can be read, each with its columns and what they mean. */
export function MartList({ marts }: { marts: readonly MartForSql[] }) {
  return (
    <Section title="Tables">
      <div className="grid gap-1 text-xs">
        {marts.map(({ name, says, columns }) => (
          <details key={name} className="rounded-md border border-line bg-surface px-2.5 py-1.5">
            <summary className="cursor-pointer">
              <span className="mono font-[550]">{name}</span>
              <span className="block text-muted">{says}</span>
            </summary>
            <dl className="mt-2 grid gap-1.5">
              {Object.entries(columns).map(([column, meaning]) => {
                const [id, type] = column.split(' ')
                return (
                  <div key={column}>
                    <dt className="[overflow-wrap:anywhere]">
                      <span className="mono">{id}</span> <span className="text-faint">{type}</span>
                    </dt>
                    <dd className="text-muted">{meaning}</dd>
                  </div>
                )
              })}
            </dl>
          </details>
        ))}
      </div>
    </Section>
  )
}

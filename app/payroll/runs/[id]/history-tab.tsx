import { type Column, DataTable } from '@/components/data-table'
import { Details } from '@/components/details'
import { NothingYet } from '@/components/empty'
import { Time } from '@/components/time'
import type { HistoryEntry } from '@/payroll/runs/history'
import { eventWords } from './event-words'

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { id: 'what', header: 'What', phone: 'lead', cell: (entry) => <What entry={entry} /> },
  {
    id: 'reason',
    header: 'Why',
    phone: 'detail',
    cell: (entry) =>
      entry.reason ? (
        <span className="block py-1.5 whitespace-normal max-sm:inline">“{entry.reason}”</span>
      ) : (
        <span className="text-faint">–</span>
      ),
  },
]

function What({ entry }: { entry: HistoryEntry }) {
  return (
    <span className="block py-1.5 whitespace-normal max-sm:py-0">
      <span className="font-[550] [overflow-wrap:anywhere]">{eventWords(entry)}</span>
      <span className="block text-xs text-muted">
        {entry.actor.email && <span className="[overflow-wrap:anywhere]">{entry.actor.email} · </span>}
        <Time at={entry.at} show="full" seconds />
      </span>
      <Details>
        {!entry.type.startsWith('audit.') && <span>Version {entry.version} of the run</span>}
        <span>{entry.published ? 'Published to search and finance' : 'Not yet published to search and finance'}</span>
      </Details>
    </span>
  )
}

/** Every entry of the journal about this run. */
export function HistoryTab({ history }: { history: readonly HistoryEntry[] }) {
  return (
    <DataTable
      caption="History of the run"
      columns={COLUMNS}
      rows={history}
      rowKey={(entry) => `${entry.type} ${entry.version} ${entry.at}`}
      empty={<NothingYet title="Nothing has happened yet" />}
    />
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { ChangeRow } from '@/payroll/set-up/changes'
import { changeStateWords, changeTitle } from './change-words'

const COLUMNS: readonly Column<ChangeRow>[] = [
  {
    id: 'what',
    header: 'Change',
    phone: 'lead',
    shrinks: true,
    cell: (row) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        {changeTitle({ ...row, change: { ...row.change } })}
        {row.reason && <span className="block text-xs text-muted [overflow-wrap:anywhere]">“{row.reason}”</span>}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ state }) => <Status tone={changeStateWords[state].tone}>{changeStateWords[state].word}</Status>,
  },
  { id: 'by', header: 'Proposed by', phone: 'detail', shrinks: true, cell: ({ proposedBy }) => proposedBy.name },
  { id: 'at', header: 'Proposed', align: 'end', phone: 'money', cell: ({ proposedAt }) => <Time at={proposedAt} /> },
]

/** Changes of the set-up, those that wait first. */
export function ChangesTable({ changes }: { changes: readonly ChangeRow[] }) {
  return (
    <DataTable
      caption="Changes of the set-up"
      columns={COLUMNS}
      rows={changes}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/set-up/changes/${id}`}
    />
  )
}

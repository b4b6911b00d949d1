import Link from 'next/link'
import { type Column, DataTable } from '@/components/data-table'
import { Time } from '@/components/time'
import type { Decision } from '@/operations/repairs/read-letter-repairs'
import { COPY_WORDS } from './letter-words'

const COLUMNS: readonly Column<Decision>[] = [
  {
    id: 'what',
    header: 'What',
    phone: 'lead',
    shrinks: true,
    cell: ({ repairId, count, copy, isDone }) => (
      <Link className="link" href={`/operations/repairs/${repairId}`}>
        {count.toLocaleString('en')} {count === 1 ? 'event' : 'events'} of {COPY_WORDS[copy]}
        {isDone ? '' : ', not discarded yet'}
      </Link>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    phone: 'detail',
    shrinks: true,
    cell: ({ reason }) => <span className="block py-1.5 whitespace-normal">{reason}</span>,
  },
  {
    id: 'by',
    header: 'By',
    phone: 'aside',
    cell: ({ askedBy, confirmedBy }) => (confirmedBy === null ? `${askedBy}; waits for a second person` : `${askedBy} and ${confirmedBy}`),
  },
  { id: 'when', header: 'When', align: 'end', cell: ({ askedAt, confirmedAt }) => <Time at={confirmedAt ?? askedAt} /> },
]

/** What two people gave up, for good: the copy lacks it. Nothing is shown where that never happened. */
export function Discarded({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null
  return (
    <div className="mt-4">
      <DataTable caption="Discarded for good" columns={COLUMNS} rows={decisions} rowKey={({ repairId }) => repairId} />
      <p className="mt-2 text-xs text-muted">A copy lacks what was discarded for ever. The ledger has it.</p>
    </div>
  )
}

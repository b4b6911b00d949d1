import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Time } from '@/components/time'
import type { Operations } from '@/desks/operations/read-operations'
import { Counted } from './counted'
import { deadLetterGroups, type Group, notListed } from './dead-letter-groups'

const COLUMNS: readonly Column<Group>[] = [
  {
    id: 'cause',
    header: 'Cause',
    phone: 'lead',
    shrinks: true,
    cell: ({ reason }) => <span className="block py-1.5 font-[550] whitespace-normal">{reason}</span>,
  },
  { id: 'consumer', header: 'Consumer', phone: 'aside', cell: ({ consumer }) => <span className="text-muted">{consumer}</span> },
  { id: 'events', header: 'Events', align: 'end', phone: 'money', cell: ({ events }) => <Counted of={events} noun="events" /> },
  {
    id: 'oldest',
    header: 'Oldest',
    align: 'end',
    cell: ({ oldest }) => (
      <span className="text-muted">
        <Time at={oldest} />
      </span>
    ),
  },
  { id: 'place', header: 'Position', cell: ({ place }) => <span className="mono">{place}</span> },
]

/** Events that a copy could not take, by cause. While one is there, that copy is incomplete. */
export function DeadLetters({ operations }: { operations: Operations }) {
  const groups = deadLetterGroups(operations.deadLetters)
  const more = notListed(operations)
  const isUnknown = operations.search.deadLetters === null || operations.finance.deadLetters === null
  const unknown = isUnknown ? 'A copy that is not responding may have others.' : null
  if (groups.length === 0 && more === 0)
    return <Nothing>{isUnknown ? 'Not known: a copy is not responding.' : 'None. All events are applied.'}</Nothing>
  const footer = [more > 0 ? `${countWords(more)} more, not listed here.` : null, unknown].filter(Boolean).join(' ')
  return (
    <>
      <DataTable caption="Dead letters by cause" columns={COLUMNS} rows={groups} rowKey={({ key }) => key} footer={footer || undefined} />
      <p className="mt-2 text-xs text-muted">The copy continues with later events, and stays incomplete until it can read these.</p>
    </>
  )
}

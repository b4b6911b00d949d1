import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Time } from '@/components/time'
import type { PersonSession } from '@/payroll/set-up/people'
import { deviceWords } from '../device-words'

const COLUMNS: readonly Column<PersonSession>[] = [
  { id: 'began', header: 'Signed in', phone: 'lead', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'seen', header: 'Last seen', phone: 'money', cell: ({ seenAt }) => <Time at={seenAt} show="ago" /> },
  {
    id: 'from',
    header: 'From',
    phone: 'detail',
    from: 'md',
    cell: ({ ipAddress }) => ipAddress || <span className="text-faint">not known</span>,
  },
  {
    id: 'with',
    header: 'With',
    phone: 'detail',
    shrinks: true,
    cell: ({ userAgent }) => deviceWords(userAgent) ?? <span className="text-faint">not known</span>,
  },
]

/** Where somebody is signed in. */
export function SessionsTable({ sessions }: { sessions: readonly PersonSession[] }) {
  if (sessions.length === 0) return <Nothing>None. They are not signed in anywhere.</Nothing>
  return <DataTable caption="Open sessions" columns={COLUMNS} rows={sessions} rowKey={({ id }) => id} />
}

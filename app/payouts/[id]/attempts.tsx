import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Day, Time } from '@/components/time'
import type { Attempt } from '@/payroll/statements/payout'
import { shortReason, statusWords } from '../../payout-words'
import { Charges } from './booking'

const COLUMNS: readonly Column<Attempt>[] = [
  { id: 'references', header: 'End-to-end id', phone: 'lead', cell: (row) => <References row={row} /> },
  { id: 'status', header: 'Status', phone: 'money', cell: (row) => <AttemptStatus row={row} /> },
  { id: 'booked', header: 'Booked', align: 'end', phone: 'detail', cell: (row) => (row.bookedOn ? <Day on={row.bookedOn} /> : '–') },
  {
    id: 'charges',
    header: 'Charges',
    align: 'end',
    phone: 'detail',
    cell: (row) => (row.charges?.length ? <Charges of={row.charges} /> : '–'),
  },
  {
    id: 'answered',
    header: 'Answered',
    align: 'end',
    phone: 'detail',
    cell: (row) => (row.answeredAt ? <Time at={row.answeredAt} /> : '–'),
  },
]

/** Each try to pay it, with what the bank said. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <Nothing>None yet. It goes to the bank once its run is approved and released.</Nothing>
  return <DataTable caption="Payment attempts" columns={COLUMNS} rows={attempts} rowKey={(row) => String(row.attempt)} />
}

/** Our reference, and below it the bank's own. */
const References = ({ row }: { row: Attempt }) => (
  <>
    <span className="mono block">{row.endToEndId}</span>
    {row.bankReference && (
      <span className="block text-xs text-muted">
        bank: <span className="mono">{row.bankReference}</span>
      </span>
    )}
  </>
)

function AttemptStatus({ row }: { row: Attempt }) {
  const { word, tone } = row.status === 'prepared' ? { word: 'In a file', tone: 'info' as const } : statusWords(row.status)
  return (
    <Status tone={tone} sub={row.reasonCode ? shortReason(row.reasonCode) : undefined} folds>
      {word}
    </Status>
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { Money } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Day, Month } from '@/components/time'
import type { EarlierPayout } from '@/payroll/runs/earlier-payouts'
import { statusWords } from '../../payout-words'

const COLUMNS: readonly Column<EarlierPayout>[] = [
  { id: 'period', header: 'For', phone: 'lead', cell: (row) => <Month of={row.period} /> },
  { id: 'status', header: 'Status', phone: 'aside', cell: (row) => <State row={row} /> },
  { id: 'payDate', header: 'Pay date', phone: 'detail', cell: (row) => <Day on={row.payDate} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} strong />,
  },
]

function State({ row }: { row: EarlierPayout }) {
  const { word, tone } = statusWords(row.status)
  return <Status tone={tone}>{word}</Status>
}

/** Whether this account was paid before. */
export function Earlier({ payouts }: { payouts: readonly EarlierPayout[] }) {
  if (payouts.length === 0) return <Nothing>None. PayLedger has not paid this account before.</Nothing>
  return (
    <DataTable
      caption="Earlier payouts to this account"
      columns={COLUMNS}
      rows={payouts}
      rowKey={(row) => row.id}
      rowHref={(row) => `/payouts/${row.id}`}
    />
  )
}

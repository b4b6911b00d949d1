import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day } from '@/components/time'
import type { FigureRow } from '@/finance/questions/figure-rows'
import { type FigureName, NO_REASON } from '@/finance/questions/question'
import { maskedAccount, shortReason, statusWords } from '../../payout-words'
import { corridorWords } from '../corridors/corridors'
import { durationWords } from '../figure-words'

const REASON: Column<FigureRow> = {
  id: 'reason',
  header: 'Reason',
  phone: 'detail',
  cell: ({ reason }) => (reason === NO_REASON ? '–' : shortReason(reason)),
}
const CHARGE: Column<FigureRow> = { id: 'what', header: 'For', phone: 'detail', cell: ({ what }) => what }
const TOOK: Column<FigureRow> = {
  id: 'took',
  header: 'Took',
  align: 'end',
  phone: 'detail',
  cell: ({ seconds }) => <span className="num">{seconds === null ? '–' : durationWords(Number(seconds))}</span>,
}
/** What only some figures have to tell. */
const MORE: Readonly<Partial<Record<FigureName, readonly Column<FigureRow>[]>>> = {
  ...{ fees: [CHARGE], 'fee-per-payout': [CHARGE], settlement: [TOOK], failures: [REASON], stopped: [REASON] },
}

const columnsOf = (figure: FigureName): readonly Column<FigureRow>[] => [
  { id: 'day', header: 'Day', phone: 'detail', cell: ({ day }) => <Day on={day} /> },
  {
    id: 'payout',
    header: 'Payout',
    phone: 'lead',
    cell: ({ runReference, lineNumber }) => (
      <span className="font-[550]">
        {runReference}, line <Count of={lineNumber} />
      </span>
    ),
  },
  {
    ...{ id: 'status', header: 'State', phone: 'aside' },
    cell: ({ status }) => <Status tone={statusWords(status).tone}>{statusWords(status).word}</Status>,
  },
  ...(MORE[figure] ?? []),
  { id: 'corridor', header: 'Corridor', phone: 'detail', cell: ({ corridor }) => corridorWords(corridor) },
  { id: 'rail', header: 'Rail', phone: 'hide', from: 'lg', cell: ({ rail }) => rail.toUpperCase() },
  {
    ...{ id: 'account', header: 'Account', phone: 'hide', from: 'xl' },
    cell: ({ country, accountLast4 }) => <span className="mono">{maskedAccount(country, accountLast4)}</span>,
  },
  {
    ...{ id: 'position', header: 'Position', align: 'end', phone: 'hide', from: 'lg' },
    cell: ({ position }) => <Count of={position} />,
  },
  {
    ...{ id: 'amount', header: 'Amount', align: 'end', phone: 'money' },
    cell: ({ minor, currency }) => <Money amountMinor={minor} currency={currency} strong />,
  },
]

/** Each payout or charge by itself; a row opens its payout where one may see that. */
export function RowTable({ rows, figure, mayReadPayouts }: { rows: readonly FigureRow[]; figure: FigureName; mayReadPayouts: boolean }) {
  return (
    <DataTable
      caption="Rows behind the figure"
      columns={columnsOf(figure)}
      rows={rows}
      rowKey={({ id, part }) => `${id} ${part}`}
      {...(mayReadPayouts && { rowHref: ({ id }: FigureRow) => `/payouts/${id}` })}
    />
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { Nothing } from '@/components/nothing'
import type { ControlTotal, Figure } from '@/finance/close/as-of'
import { type Balance, KIND_WORDS, type Pack } from '@/finance/close/pack'

/** A page is read by people; the files have every row. */
const ROWS_MAX = 500

type Minor<Row> = { id: string; header: string; of: (row: Row) => string | null; main?: true }

const minor = <Row extends { currency: string }>({ id, header, of, main }: Minor<Row>): Column<Row> => ({
  id,
  header,
  align: 'end',
  phone: main ? 'money' : 'detail',
  cell: (row) => {
    const amount = of(row)
    return amount === null ? '–' : <Money amountMinor={amount} currency={row.currency} strong={main ?? false} />
  },
})

const FIGURES: readonly Column<Figure>[] = [
  { id: 'company', header: 'Company', phone: 'detail', cell: ({ company }) => company },
  { id: 'corridor', header: 'Corridor', phone: 'lead', cell: ({ corridor }) => <span className="font-[550]">{corridor}</span> },
  { id: 'kind', header: 'Kind', phone: 'aside', cell: ({ kind }) => KIND_WORDS[kind] },
  { id: 'movements', header: 'Movements', align: 'end', phone: 'detail', cell: ({ movements }) => <Count of={movements} /> },
  minor({ id: 'amount', header: 'Amount', of: ({ amountMinor }) => amountMinor, main: true }),
]

const CONTROL: readonly Column<ControlTotal>[] = [
  { id: 'run', header: 'Payroll', phone: 'lead', cell: ({ run }) => <span className="mono">{run}</span> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: ({ payouts }) => <Count of={payouts} /> },
  minor({ id: 'approved', header: 'Approved', of: ({ controlMinor }) => controlMinor }),
  minor({ id: 'amount', header: 'Payouts add up to', of: ({ amountMinor }) => amountMinor, main: true }),
  minor({ id: 'settled', header: 'Settled', of: ({ settledMinor }) => settledMinor }),
  minor({ id: 'returned', header: 'Came back', of: ({ returnedMinor }) => returnedMinor }),
  minor({ id: 'failed', header: 'Failed', of: ({ failedMinor }) => failedMinor }),
]

const BALANCES: readonly Column<Balance>[] = [
  { id: 'company', header: 'Company', phone: 'lead', cell: ({ company }) => <span className="font-[550]">{company}</span> },
  {
    id: 'account',
    header: 'Account',
    phone: 'aside',
    cell: ({ account }) => (account === null ? '–' : <span className="mono">…{account}</span>),
  },
  minor({ id: 'opening', header: 'Opening', of: ({ openingMinor }) => openingMinor }),
  minor({ id: 'moved', header: 'Moved', of: ({ movedMinor }) => movedMinor, main: true }),
  minor({ id: 'closing', header: 'Closing', of: ({ closingMinor }) => closingMinor }),
]

export const FiguresTable = ({ rows }: { rows: readonly Figure[] }) =>
  rows.length === 0 ? (
    <Nothing>None. Nothing was booked in this month.</Nothing>
  ) : (
    <Rows caption="Figures" columns={FIGURES} rows={rows} rowKey={(row) => `${row.company} ${row.corridor} ${row.currency} ${row.kind}`} />
  )

export const ControlTable = ({ rows }: { rows: readonly ControlTotal[] }) =>
  rows.length === 0 ? (
    <Nothing>None. No payroll has its pay date in this month.</Nothing>
  ) : (
    <Rows caption="Control totals" columns={CONTROL} rows={rows} rowKey={({ run, currency }) => `${run} ${currency}`} />
  )

export const BalancesTable = ({ rows }: { rows: readonly Balance[] }) => (
  <Rows caption="Accounts" columns={BALANCES} rows={rows} rowKey={({ company, currency }) => `${company} ${currency}`} />
)

type Said = { key: string; what: string; found: string; reason: string | null; by: string | null }

const SAID: readonly Column<Said>[] = [
  { id: 'what', header: 'What', phone: 'lead', shrinks: true, cell: ({ what }) => <span className="mono">{what}</span> },
  { id: 'found', header: 'Found', phone: 'detail', shrinks: true, cell: ({ found }) => found },
  { id: 'reason', header: 'Reason', phone: 'detail', shrinks: true, cell: ({ reason }) => reason ?? '–' },
  { id: 'by', header: 'By', phone: 'aside', cell: ({ by }) => by ?? '–' },
]

export function ExceptionsTable({ pack: { told } }: { pack: Pack }) {
  const rows: Said[] = [
    ...told.exceptions.map((each, n) => ({
      ...{ key: `e${n}`, what: each.reference, found: each.problem, reason: each.reason, by: each.confirmedBy ?? each.proposedBy },
    })),
    ...told.explanations.map((each, n) => ({ key: `x${n}`, what: each.name, found: each.found, reason: each.reason, by: each.by })),
  ]
  return rows.length === 0 ? <Nothing>None.</Nothing> : <Rows caption="Exceptions" columns={SAID} rows={rows} rowKey={({ key }) => key} />
}

function Rows<Row>(table: { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string }) {
  const more = table.rows.length - ROWS_MAX
  return (
    <>
      <DataTable {...table} rows={table.rows.slice(0, ROWS_MAX)} />
      {more > 0 && <p className="mt-1 text-xs text-muted">And {more} more, which the workbook has.</p>}
    </>
  )
}

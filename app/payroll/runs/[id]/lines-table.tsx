import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches } from '@/components/empty'
import { Money } from '@/components/money'
import { Pagination } from '@/components/pagination'
import { Status } from '@/components/status'
import type { RunDetail } from '@/payroll/runs/run'
import { LINE_PAGE_ROWS, type LinePage, type LineRow } from '@/payroll/runs/run-lines'
import { maskedAccount, shortReason, statusWords } from '../../../payout-words'
import { type RunUrl, runHref } from './run-url'
import { SinceBefore } from './since-before'

/** One page of a run's lines. Once there are payouts, each row leads to its own. */
export function LinesTable({ run, page, url }: { run: RunDetail; page: LinePage; url: RunUrl }) {
  const { rows, total, nextAfter } = page
  const from = url.after.length * LINE_PAGE_ROWS + 1
  const here = (after: number[]) => runHref(run.id, { ...url, after })
  return (
    <>
      <DataTable
        caption={`Lines of ${run.reference}`}
        columns={columnsOf(rows, page.differences !== null)}
        rows={rows}
        rowKey={(line) => String(line.lineNumber)}
        {...(rows.some((line) => line.payoutId) && { rowHref: (line: LineRow) => `/payouts/${line.payoutId}` })}
        empty={<NothingMatches clearHref={runHref(run.id, { tab: url.tab })}>No line of this run matches.</NothingMatches>}
      />
      <Pagination
        from={from}
        to={from + rows.length - 1}
        total={total}
        noun="lines"
        previousHref={url.after.length > 0 ? here(url.after.slice(0, -1)) : null}
        nextHref={nextAfter === null ? null : here([...url.after, nextAfter])}
      />
    </>
  )
}

function columnsOf(rows: readonly LineRow[], comparable: boolean): Column<LineRow>[] {
  const paying = rows.some((line) => line.status !== null && line.status !== 'submitted')
  const columns: (Column<LineRow> | false)[] = [
    { id: 'number', header: 'No.', phone: 'detail', cell: (line) => <span className="num text-muted">{line.employeeNumber}</span> },
    { id: 'name', header: 'Employee', phone: 'lead', shrinks: true, cell: (line) => <Name line={line} /> },
    {
      id: 'account',
      header: 'Account',
      phone: 'detail',
      cell: (line) => <span className="mono">{maskedAccount(line.accountCountry, line.accountLast4)}</span>,
    },
    {
      id: 'rail',
      header: 'Rail',
      phone: 'hide',
      from: 'lg',
      cell: (line) => <span className="text-muted">{line.rail.toUpperCase()}</span>,
    },
    paying && { id: 'status', header: 'State', phone: 'aside', cell: (line) => <PayoutState line={line} /> },
    {
      id: 'amount',
      header: 'Amount',
      align: 'end',
      phone: 'money',
      cell: (line) => <Money amountMinor={line.amountMinor} currency={line.currency} strong />,
    },
    // Once money moves its state matters; what is different stays on its own tab.
    comparable &&
      !paying && {
        id: 'since',
        header: 'Since last paid',
        align: 'end',
        phone: 'aside',
        cell: (line) => <SinceBefore line={line} />,
      },
  ]
  return columns.filter((column) => column !== false)
}

function PayoutState({ line }: { line: LineRow }) {
  if (line.status === null) return <span className="text-faint">–</span>
  const { word, tone } = statusWords(line.status)
  return (
    <Status tone={tone} sub={line.reasonCode && shortReason(line.reasonCode)} folds>
      {word}
    </Status>
  )
}

/** Also as the bank file has it, where that is another: the payee check looks at that one. */
function Name({ line: { name, nameInFile } }: { line: LineRow }) {
  if (nameInFile === null) return <span className="font-[550]">{name}</span>
  return (
    <span className="block py-1 max-sm:py-0">
      <span className="block font-[550] sm:truncate">{name}</span>
      <span className="block text-xs text-muted sm:truncate">in the file: {nameInFile}</span>
    </span>
  )
}

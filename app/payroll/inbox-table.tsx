import type { ReactNode } from 'react'
import { Countdown, Elapsed } from '@/components/countdown'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { Day, Month, Time } from '@/components/time'
import type { RunRow, RunSort } from '@/payroll/runs/list-runs'
import { type InboxState, inboxHref } from './inbox-url'
import { KIND_WORDS } from './kind-words'
import { RunStatus } from './run-status'
import { perCurrency } from './totals'

const columns = (sortBy: (sort: RunSort) => Column<RunRow>['sort']): readonly Column<RunRow>[] => [
  { id: 'company', header: 'Company', phone: 'lead', shrinks: true, sort: sortBy('company'), cell: (run) => <Company run={run} /> },
  { id: 'period', header: 'Period', phone: 'detail', cell: (run) => <Month of={run.period} folds /> },
  {
    id: 'status',
    header: 'State',
    phone: 'aside',
    cell: (run) => <RunStatus status={run.status} failed={run.failed} returned={run.returned} />,
  },
  { id: 'total', header: 'Total', align: 'end', phone: 'money', cell: (run) => <Totals run={run} /> },
  { id: 'payDate', header: 'Pay date', align: 'end', phone: 'detail', sort: sortBy('pay-date'), cell: (run) => <PayDate run={run} /> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', sort: sortBy('payouts'), cell: (run) => <Count of={run.lines} /> },
  { id: 'prepared', header: 'Prepared by', phone: 'detail', from: 'xl', cell: (run) => <PreparedBy run={run} /> },
  { id: 'since', header: 'In this state', align: 'end', phone: 'detail', sort: sortBy('newest'), cell: (run) => <InState run={run} /> },
]

type Props = { label: string; runs: readonly RunRow[]; state: InboxState; empty: ReactNode }

/** Which way each column is sorted; there is one way that anybody asks for. */
const WAY = { newest: 'desc', 'pay-date': 'asc', company: 'asc', payouts: 'desc' } as const

export function InboxTable({ label, runs, state, empty }: Props) {
  const sortBy = (sort: RunSort) => ({
    href: inboxHref({ ...state, sort, pages: 1, older: null }),
    direction: state.sort === sort ? WAY[sort] : null,
  })
  return (
    <DataTable
      caption={label}
      columns={columns(sortBy)}
      rows={runs}
      rowKey={(run) => run.id}
      rowHref={(run) => `/payroll/runs/${run.id}`}
      empty={empty}
    />
  )
}

function Company({ run }: { run: RunRow }) {
  return (
    <span className="block truncate py-1 max-sm:py-0">
      <span className="font-[550]">{run.companyName}</span>
      <span className="block truncate text-muted">
        <span className="mono">{run.reference}</span>
        {run.kind !== 'regular' && ` · ${KIND_WORDS[run.kind]}`}
      </span>
    </span>
  )
}

/** Two lines at need: the company beside it is what people look for. */
const PreparedBy = ({ run }: { run: RunRow }) => (
  <span className="block py-1 whitespace-normal max-sm:inline max-sm:py-0">{run.preparedByName}</span>
)

/** The largest group of payouts first; what is paid in other currencies stands below it, never added to it. */
function Totals({ run }: { run: RunRow }) {
  const [first, ...others] = perCurrency(run.totals)
  return (
    <span className="block py-1 max-sm:py-0">
      {first && <Money amountMinor={first.amountMinor} currency={first.currency} strong />}
      {others.map(({ currency, amountMinor }) => (
        <span key={currency} className="block text-xs text-muted">
          <Money amountMinor={amountMinor} currency={currency} />
        </span>
      ))}
    </span>
  )
}

/** The cut-off while it can still be missed. */
function PayDate({ run }: { run: RunRow }) {
  const waits = run.status === 'draft' || run.status === 'submitted' || run.status === 'approved'
  return (
    <span className="block py-1 max-sm:inline max-sm:py-0">
      <Day on={run.payDate} />
      {waits && (
        <span className="block text-xs text-muted max-sm:ml-2 max-sm:inline">
          cut-off <Countdown until={run.cutOffAt} />
        </span>
      )}
    </span>
  )
}

/** What still moves is timed; what is over is dated. */
function InState({ run }: { run: RunRow }) {
  return run.status === 'settled' || run.status === 'cancelled' ? (
    <Time at={run.statusSince} show="date" />
  ) : (
    <Elapsed since={run.statusSince} />
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { countWords, Money } from '@/components/money'
import { Pagination } from '@/components/pagination'
import { Section } from '@/components/section'
import type { RunDetail } from '@/payroll/queries/run'
import { type GoneRow, LINE_PAGE_ROWS, type LinePage, type LineRow } from '@/payroll/queries/run-lines'
import { maskedAccount } from '../../../payout-words'
import { previousWords } from './previous-words'
import { type RunUrl, runHref } from './run-url'
import { SinceBefore } from './since-before'

/** What differs from the run before: who is new or paid otherwise, and who is gone. */
export function ChangesTab({ run, page, gone, url }: { run: RunDetail; page: LinePage; gone: readonly GoneRow[]; url: RunUrl }) {
  const before = previousWords(run)
  if (before === null || page.differences === null) {
    return (
      <NothingYet title="There is no earlier run to compare with">
        This is the first run of {run.companyName} that is to be paid.
      </NothingYet>
    )
  }
  const from = url.after.length * LINE_PAGE_ROWS + 1
  const here = (after: number[]) => runHref(run.id, { tab: 'changes', after })
  return (
    <>
      <Section title={`New or changed since ${before}`}>
        <DataTable
          caption={`Lines that differ from ${before}`}
          columns={changedColumns(before)}
          rows={page.rows}
          rowKey={(line) => String(line.lineNumber)}
          {...(page.rows.some((line) => line.payoutId) && { rowHref: (line: LineRow) => `/payouts/${line.payoutId}` })}
          empty={<NothingYet title={`Nobody is new, and everybody is paid as in ${before}`} />}
        />
        <Pagination
          from={from}
          to={from + page.rows.length - 1}
          total={page.total}
          noun="lines"
          previousHref={url.after.length > 0 ? here(url.after.slice(0, -1)) : null}
          nextHref={page.nextAfter === null ? null : here([...url.after, page.nextAfter])}
        />
      </Section>
      <Section title={`Paid in ${before} and not in this run`}>
        <DataTable
          caption={`People paid in ${before} and not in this run`}
          columns={GONE_COLUMNS}
          rows={gone}
          rowKey={(person) => person.employeeNumber}
          empty={<NothingYet title={`Everybody paid in ${before} is paid again`} />}
          footer={
            page.differences.gone > gone.length && (
              <span className="text-xs text-muted">
                The first {countWords(gone.length)} of {countWords(page.differences.gone)}
              </span>
            )
          }
        />
      </Section>
    </>
  )
}

const NAME: Column<Pick<LineRow, 'name'>> = {
  id: 'name',
  header: 'Employee',
  phone: 'lead',
  shrinks: true,
  cell: ({ name }) => <span className="font-[550]">{name}</span>,
}
const ACCOUNT: Column<Pick<LineRow, 'accountCountry' | 'accountLast4'>> = {
  id: 'account',
  header: 'Account',
  phone: 'detail',
  cell: ({ accountCountry, accountLast4 }) => <span className="mono">{maskedAccount(accountCountry, accountLast4)}</span>,
}

const changedColumns = (before: string): Column<LineRow>[] => [
  NAME,
  ACCOUNT,
  { id: 'since', header: 'What', phone: 'aside', cell: (line) => <SinceBefore line={line} /> },
  {
    id: 'before',
    header: before,
    align: 'end',
    phone: 'detail',
    cell: ({ beforeMinor, currency }) =>
      beforeMinor === null ? <span className="text-faint">–</span> : <Money amountMinor={beforeMinor} currency={currency} />,
  },
  {
    id: 'now',
    header: 'Now',
    align: 'end',
    phone: 'money',
    cell: (line) => <Money amountMinor={line.amountMinor} currency={line.currency} strong />,
  },
]

const GONE_COLUMNS: Column<GoneRow>[] = [
  NAME,
  ACCOUNT,
  {
    id: 'before',
    header: 'Was paid',
    align: 'end',
    phone: 'money',
    cell: (person) => <Money amountMinor={person.amountMinor} currency={person.currency} />,
  },
]

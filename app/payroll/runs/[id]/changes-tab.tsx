import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { countWords, Money } from '@/components/money'
import { Pagination } from '@/components/pagination'
import { Pill } from '@/components/pill'
import { Section } from '@/components/section'
import { Day } from '@/components/time'
import type { RunDetail } from '@/payroll/runs/run'
import type { GoneRow } from '@/payroll/runs/run-differences'
import { LINE_PAGE_ROWS, type LinePage, type LineRow } from '@/payroll/runs/run-lines'
import { maskedAccount, sameEndWords } from '../../../payout-words'
import { LookedAt } from './looked-at'
import { periodWords, previousWords } from './previous-words'
import { ONLY_WORDS, type RunUrl, runHref } from './run-url'
import { SinceBefore } from './since-before'

/** What differs from what each person got last: who is new or paid otherwise, and, in a regular run, who is missing. */
export function ChangesTab({ run, page, gone, url }: { run: RunDetail; page: LinePage; gone: readonly GoneRow[]; url: RunUrl }) {
  if (page.differences === null) {
    return (
      <NothingYet title="There is nothing to compare with">
        {run.companyName} has not paid anyone {run.kind === 'regular' ? 'in a regular run ' : ''}before.
      </NothingYet>
    )
  }
  const from = url.after.length * LINE_PAGE_ROWS + 1
  const here = (after: number[]) => runHref(run.id, { tab: 'changes', only: url.only, after })
  return (
    <>
      <Section title="New or changed since each was last paid">
        {url.only && (
          <div className="mb-3">
            <Pill name="only" value={ONLY_WORDS[url.only]} removeHref={runHref(run.id, { tab: 'changes' })} />
          </div>
        )}
        <LookedAt run={run} rows={page.rows} />
        <DataTable
          caption="Lines that differ from the last payment"
          columns={changedColumns(run.period)}
          rows={page.rows}
          rowKey={(line) => String(line.lineNumber)}
          {...(page.rows.some((line) => line.payoutId) && { rowHref: (line: LineRow) => `/payouts/${line.payoutId}` })}
          empty={<NothingYet title="Nobody is new, and everyone is paid the same as last time" />}
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
      <Missing run={run} gone={gone} total={page.differences.gone} />
    </>
  )
}

function Missing({ run, gone, total }: { run: RunDetail; gone: readonly GoneRow[]; total: number }) {
  const before = previousWords(run)
  if (before === null) return null
  return (
    <Section title={`Paid in ${before} and not this time`}>
      <DataTable
        caption={`People paid in ${before} and not this time`}
        columns={GONE_COLUMNS}
        rows={gone}
        rowKey={(person) => person.employeeNumber}
        empty={<NothingYet title={`Everyone paid in ${before} is paid this time`} />}
        footer={
          total > gone.length && (
            <span className="text-xs text-muted">
              The first {countWords(gone.length)} of {countWords(total)}
            </span>
          )
        }
      />
    </Section>
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

/** On a line of its own where the table is narrow. */
const FOLDED = 'sm:@max-4xl:block'

/** A changed account as it was and as it is, each with the day it was last paid to. */
function Account({ line: { since, before, accountUsedOn, accountCountry, accountLast4 } }: { line: LineRow }) {
  const now = <span className="mono">{maskedAccount(accountCountry, accountLast4)}</span>
  if (since !== 'account' || before === null) return now
  return (
    <span className="block py-1.5 max-sm:py-0">
      <span className="block text-muted">
        was <span className="mono">{maskedAccount(before.accountCountry, before.accountLast4)}</span>,{' '}
        <span className={FOLDED}>
          last paid <Day on={before.payDate} />
        </span>
      </span>
      <span className="block">
        is {now}
        {sameEndWords(before, { accountCountry, accountLast4 })},{' '}
        <span className={FOLDED}>
          {accountUsedOn === null ? (
            'new with this run'
          ) : (
            <>
              last paid <Day on={accountUsedOn} />
            </>
          )}
        </span>
      </span>
    </span>
  )
}

const changedColumns = (period: string): Column<LineRow>[] => [
  NAME,
  { ...ACCOUNT, cell: (line) => <Account line={line} /> },
  { id: 'since', header: 'What', phone: 'aside', cell: (line) => <SinceBefore line={line} /> },
  {
    id: 'before',
    header: 'Last paid',
    align: 'end',
    phone: 'detail',
    cell: ({ before, beforeMinor, currency }) =>
      before === null ? (
        <span className="text-faint">–</span>
      ) : (
        <span className="block py-1.5 max-sm:inline max-sm:py-0">
          {beforeMinor === null ? 'another currency' : <Money amountMinor={beforeMinor} currency={currency} />}
          <span className="block text-xs text-muted max-sm:inline"> {periodWords(before.period, period)}</span>
        </span>
      ),
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

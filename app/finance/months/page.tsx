import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { type MonthRow, readMonths } from '@/desks/months/read-month'
import { differing } from '@/desks/read-freshness'
import { readProgress } from '@/finance/progress'
import { monthWords } from '@/payroll/months/month'
import { judge, withDiffering } from '@/platform/freshness'
import { FinanceTabs } from '../finance-tabs'
import { monthsToClose } from '../months-to-close'
import { STATE_WORDS } from './state-words'

export const metadata: Metadata = { title: 'Months' }

const COLUMNS: readonly Column<MonthRow>[] = [
  {
    id: 'month',
    header: 'Month',
    phone: 'lead',
    cell: ({ month }) => <span className="font-[550]">{monthWords(month)}</span>,
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ state }) => <Status tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</Status>,
  },
  { id: 'by', header: 'By', phone: 'detail', cell: ({ closedBy, close }) => closedBy ?? close?.preparedBy ?? '–' },
  {
    id: 'at',
    header: 'Since',
    align: 'end',
    phone: 'detail',
    cell: ({ closedAt, close }) => {
      const at = closedAt ?? close?.preparedAt
      return at ? <Time at={at} /> : '–'
    },
  },
]

export default async function MonthsPage() {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const { finance, ledger, financeDir } = server()
  const [rows, progress, open] = await Promise.all([
    monthsToClose(finance, session, now).then((months) => readMonths(ledger, months)),
    readProgress(financeDir),
    differing(ledger),
  ])
  return (
    <>
      <PageHead
        title="Months"
        sub="A month is closed by two people, on figures that say how complete they are. Later changes never move what was closed."
        freshness={withDiffering(judge('finance', progress, now), open.finance)}
        actions={<ButtonLink href="/finance/posting-accounts">Account codes</ButtonLink>}
      />
      <FinanceTabs current="/finance/months" url={{}} />
      <DataTable
        caption="Months"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ month }) => month}
        rowHref={({ month }) => `/finance/months/${month}`}
        empty={<NothingYet title="No month yet">A month can be closed when it has ended.</NothingYet>}
      />
      <Refresher />
    </>
  )
}

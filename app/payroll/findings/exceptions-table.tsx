'use client'
import { type ReactNode, useState } from 'react'
import { Elapsed } from '@/components/countdown'
import { type Column, DataTable } from '@/components/data-table'
import { countWords, Money } from '@/components/money'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { ExceptionRow } from '@/payroll/exceptions/exceptions'
import { otherSide, sentence, stateWords } from './exception-words'
import { SeveralExceptions } from './several-exceptions'

const COLUMNS: readonly Column<ExceptionRow>[] = [
  { id: 'problem', header: 'What', phone: 'lead', shrinks: true, cell: (row) => <Problem row={row} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <State row={row} /> },
  { id: 'amount', header: 'Amount', align: 'end', phone: 'money', cell: (row) => <Amount row={row} /> },
  {
    id: 'company',
    header: 'Company',
    phone: 'detail',
    from: 'md',
    shrinks: true,
    cell: (row) => row.companyName ?? <span className="text-faint">not known</span>,
  },
  { id: 'owner', header: 'Owner', phone: 'detail', cell: (row) => row.owner?.name ?? <span className="text-faint">nobody</span> },
  {
    id: 'age',
    header: 'Age',
    align: 'end',
    phone: 'detail',
    cell: (row) => (row.resolvedAt ? <Time at={row.resolvedAt} show="date" /> : <Elapsed since={row.createdAt} />),
  },
]

type Props = {
  label: string
  rows: readonly ExceptionRow[]
  empty: ReactNode
  /** What may be done with several of them at once. */
  several: 'propose' | 'confirm' | null
}

export function ExceptionsTable({ label, rows, empty, several }: Props) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter((row) => marked.has(row.id))
  const mark = (id: string) =>
    setMarked((before) => (before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id])))
  const marks = several !== null && {
    checkedKeys: marked,
    onCheck: mark,
    onCheckAll: (all: boolean) => setMarked(new Set(all ? rows.map((row) => row.id) : [])),
  }
  return (
    <div className="grid gap-2">
      {several !== null && rows.length > 0 && <SeveralExceptions chosen={chosen} act={several} />}
      <DataTable
        caption={label}
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => `/payroll/findings/${row.id}`}
        rowLabel={(row) => `${sentence(row.problem)}, ${row.reference}`}
        empty={empty}
        {...marks}
      />
    </div>
  )
}

function Problem({ row }: { row: ExceptionRow }) {
  return (
    <span className="block py-1 whitespace-normal max-sm:py-0">
      <span className="font-[550]">{sentence(row.problem)}</span>
      {row.others > 0 && <span className="text-muted"> · one of {countWords(row.others + 1)} exceptions</span>}
      <span className="block text-muted">
        {otherSide(row) && `${otherSide(row)} · `}
        <span className="mono [overflow-wrap:anywhere]">{row.reference}</span>
      </span>
    </span>
  )
}

function State({ row }: { row: ExceptionRow }) {
  const { word, tone } = stateWords(row.state, row.resolution)
  return (
    <Status tone={tone} sub={row.state === 'proposed' ? `by ${row.proposedBy?.name}` : undefined}>
      {word}
    </Status>
  )
}

function Amount({ row }: { row: ExceptionRow }) {
  if (row.amountMinor === null || row.currency === null) return <span className="text-faint">–</span>
  return <Money amountMinor={row.amountMinor} currency={row.currency} strong />
}

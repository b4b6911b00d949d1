'use client'
import Link from 'next/link'
import { useState } from 'react'
import { statusWords } from '@/app/payout-words'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day } from '@/components/time'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import { MatchDialog } from './match-dialog'

/** `found`: the candidates are what somebody searched for. */
type Props = { finding: ExceptionDetail; candidates: readonly Candidate[]; mayMatch: boolean; found: boolean }

/** The payments the entry may have meant, each with what matching it takes. */
export function Candidates({ finding, candidates, mayMatch, found }: Props) {
  const [chosen, setChosen] = useState<Candidate | null>(null)
  const [open, setOpen] = useState(false)
  const match = (candidate: Candidate) => {
    setChosen(candidate)
    setOpen(true)
  }
  return (
    <>
      <DataTable
        caption="Possible payments"
        columns={mayMatch ? [...COLUMNS, matchColumn(match)] : COLUMNS}
        rows={candidates}
        rowKey={(row) => row.id}
        empty={
          found ? (
            <NothingMatches title="No open payment of this amount with that name" clearHref={`/payroll/findings/${finding.id}`}>
              Check the spelling, or clear the search to see the closest matches.
            </NothingMatches>
          ) : (
            <NothingYet title="No open payment of this amount">You can still close it, or return it to the bank.</NothingYet>
          )
        }
      />
      {chosen && (
        <MatchDialog
          finding={finding}
          candidate={chosen}
          comesBack={finding.entry.kind === 'return' || finding.entry.kind === 'credit'}
          open={open}
          onOpenChange={setOpen}
        />
      )}
    </>
  )
}

const COLUMNS: readonly Column<Candidate>[] = [
  { id: 'name', header: 'Payment', phone: 'lead', shrinks: true, cell: (row) => <Name row={row} /> },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ status }) => <Status tone={statusWords(status).tone}>{statusWords(status).word}</Status>,
  },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} strong />,
  },
  { id: 'day', header: 'Pay date', phone: 'detail', from: 'md', cell: (row) => <Day on={row.payDate} /> },
]

const matchColumn = (match: (candidate: Candidate) => void): Column<Candidate> => ({
  id: 'match',
  header: 'Match',
  headerHidden: true,
  align: 'end',
  phone: 'detail',
  cell: (row) => (
    <Button onClick={() => match(row)} aria-label={`Match with ${row.name}, ${row.id}`}>
      Match…
    </Button>
  ),
})

function Name({ row }: { row: Candidate }) {
  const href = row.payoutId ? `/payouts/${row.payoutId}` : `/payroll/runs/${row.runId}`
  return (
    <span className="block py-1 max-sm:py-0">
      <Link href={href} className="link font-[550]">
        {row.name}
      </Link>
      <span className="mono block text-muted [overflow-wrap:anywhere]">{row.id}</span>
    </span>
  )
}

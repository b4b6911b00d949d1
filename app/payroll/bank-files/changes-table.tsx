import Link from 'next/link'
import { type Column, DataTable } from '@/components/data-table'
import { countWords, Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day } from '@/components/time'
import type { DescribedChange } from '@/payroll/statements/payment-changes'
import { shortReason, statusWords } from '../../payout-words'

/** Payment by payment: who, how much, from which state to which, and the bank's words. `total` is of all of them, where only some are shown. */
export function ChangesTable({ changes, total }: { changes: readonly DescribedChange[]; total: number }) {
  if (total === 0) return <p className="text-muted">No payment changes its state.</p>
  return (
    <div className="grid gap-1">
      <DataTable caption="Payments that change" columns={COLUMNS} rows={changes} rowKey={({ payoutId }) => payoutId} />
      {changes.length < total && (
        <p className="text-xs text-muted">
          Showing {countWords(changes.length)} of {countWords(total)} payments.
        </p>
      )}
    </div>
  )
}

const COLUMNS: readonly Column<DescribedChange>[] = [
  {
    id: 'who',
    header: 'Payment',
    phone: 'lead',
    shrinks: true,
    cell: ({ payoutId, name, endToEndId, runReference }) => (
      <span className="block py-1 max-sm:py-0">
        <Link href={`/payouts/${payoutId}`} className="link [overflow-wrap:anywhere] whitespace-normal">
          {name}
        </Link>
        <span className="mono block text-xs text-muted [overflow-wrap:anywhere] whitespace-normal">{endToEndId ?? runReference}</span>
      </span>
    ),
  },
  {
    id: 'change',
    header: 'Becomes',
    phone: 'aside',
    cell: ({ was, becomes }) => (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="text-muted">{statusWords(was).word}</span>
        <span aria-hidden="true">→</span>
        <span className="sr-only">becomes</span>
        <Status tone={statusWords(becomes).tone}>{statusWords(becomes).word}</Status>
      </span>
    ),
  },
  { id: 'bank', header: 'The bank says', phone: 'detail', shrinks: true, cell: (change) => <BankWords change={change} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: ({ amountMinor, currency }) => <Money amountMinor={amountMinor} currency={currency} />,
  },
]

function BankWords({ change: { reasonCode, reasonText, bankReference, bookedOn, words } }: { change: DescribedChange }) {
  const said = [...new Set([reasonCode && shortReason(reasonCode), reasonText, words, bankReference].filter((each) => each))].join(' · ')
  return (
    <span className="block py-1 whitespace-normal [overflow-wrap:anywhere] max-sm:py-0">
      {bookedOn && (
        <>
          booked <Day on={bookedOn} />
          {said && ' · '}
        </>
      )}
      {said || (bookedOn ? '' : <span className="text-faint">–</span>)}
    </span>
  )
}

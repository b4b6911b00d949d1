import { type Column, DataTable } from '@/components/data-table'
import { CAUSE_WORDS, type Cause } from '@/operations/compare/causes'
import type { Proof } from '@/operations/repairs/repair'

type Row = Proof['differences'][number]

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'payout',
    header: 'Payout',
    phone: 'lead',
    cell: ({ payoutId }) => <span className="mono [overflow-wrap:anywhere]">{payoutId}</span>,
  },
  { id: 'cause', header: 'Likely cause', phone: 'money', cell: ({ cause }) => CAUSE_WORDS[cause as Cause]?.word ?? cause },
]

/** That each document was read back, and what differs. */
export function ProofTable({ proof: { position, payouts, events, differences, differenceCount } }: { proof: Proof }) {
  const [count, noun, whole] = events === undefined ? [payouts, 'payout', 'ledger'] : [events, 'event', 'journal']
  const what = count === 1 ? `1 ${noun} was` : `${count.toLocaleString('en')} ${noun}s were`
  const compared = `${what} read back and compared, up to event ${Number(position).toLocaleString('en')}.`
  if (differenceCount === 0)
    return (
      <p>
        {compared}{' '}
        {count === 1
          ? `It is equal to the ${whole}.`
          : whole === 'ledger'
            ? 'Every one is equal to the ledger.'
            : 'Every one is equal to the journal.'}
      </p>
    )
  return (
    <>
      <p className="mb-3">
        {compared} {differenceCount.toLocaleString('en')} differ
        {differenceCount > differences.length && `; these are the first ${differences.length}`}.
      </p>
      <DataTable caption="Payouts that differ" columns={COLUMNS} rows={differences} rowKey={({ payoutId }) => payoutId} />
    </>
  )
}

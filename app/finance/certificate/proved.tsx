import { type Column, DataTable } from '@/components/data-table'
import { Count, countWords, Money } from '@/components/money'
import { Status } from '@/components/status'
import type { Certified } from '@/finance/reader'

type Certificate = NonNullable<Certified['certificate']>
type Item = { what: string; holds: boolean; says: string }

/** Held once more against what stands in the certificate itself. */
function itemsOf({ position, events, payouts, head, watermark, controlTotals, marts, sql }: Certificate): Item[] {
  const areEqual = controlTotals.every(({ amountMinor, ofPayoutsMinor }) => amountMinor === ofPayoutsMinor)
  return [
    {
      ...{ what: 'Nothing is missing', holds: String(events) === position },
      says: `Positions 1 to ${countWords(position)} of the journal were there, without a gap, and each once. All of them could be read.`,
    },
    {
      ...{ what: 'Versions', holds: true },
      says: `Each of the ${countWords(payouts)} payouts was there with every version from its first on.`,
    },
    {
      ...{ what: 'Control totals', holds: areEqual },
      says: 'What payrolls say that they pay is what their payouts come to, in every currency.',
    },
    {
      ...{ what: 'The ledger', holds: head === watermark.hash && position === watermark.position },
      says: 'What landed is what the ledger wrote, byte for byte: both come to the same hash.',
    },
    {
      ...{ what: 'Signature', holds: watermark.signature !== undefined },
      says: 'The ledger’s relay signed that hash. Whoever has the key can check the signature; this page does not have it.',
    },
    {
      ...{ what: 'How it is counted', holds: true },
      says: `${marts.length} tables and ${sql.length} files of SQL are named by their hashes, so that nobody can count in another way unnoticed.`,
    },
  ]
}

const ITEMS: readonly Column<Item>[] = [
  { id: 'what', header: 'What', phone: 'lead', cell: ({ what }) => <span className="font-[550]">{what}</span> },
  {
    id: 'holds',
    header: 'Proved',
    phone: 'aside',
    cell: ({ holds }) => <Status tone={holds ? 'ok' : 'bad'}>{holds ? 'Yes' : 'No'}</Status>,
  },
  { id: 'says', header: 'That is', phone: 'detail', cell: ({ says }) => <span className="whitespace-normal">{says}</span> },
]

export function Proved({ certificate }: { certificate: Certificate }) {
  return <DataTable caption="What was proved" columns={ITEMS} rows={itemsOf(certificate)} rowKey={({ what }) => what} />
}

type Total = Certificate['controlTotals'][number]
const TOTALS: readonly Column<Total>[] = [
  { id: 'currency', header: 'Currency', phone: 'lead', cell: ({ currency }) => currency },
  { id: 'runs', header: 'Payrolls', align: 'end', phone: 'detail', cell: ({ runs }) => <Count of={runs} /> },
  { id: 'payouts', header: 'Payouts', align: 'end', phone: 'detail', cell: ({ payouts }) => <Count of={payouts} /> },
  {
    id: 'said',
    header: 'Payrolls say',
    align: 'end',
    phone: 'money',
    cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
  },
  {
    ...{ id: 'of', header: 'Payouts come to', align: 'end', phone: 'detail' },
    cell: (row) => <Money amountMinor={row.ofPayoutsMinor} currency={row.currency} />,
  },
]

export function Totals({ certificate }: { certificate: Certificate }) {
  return (
    <DataTable
      caption="Control totals, each currency by itself"
      columns={TOTALS}
      rows={certificate.controlTotals}
      rowKey={({ currency }) => currency}
    />
  )
}

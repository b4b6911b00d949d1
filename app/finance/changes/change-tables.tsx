import Link from 'next/link'
import { type Column, DataTable } from '@/components/data-table'
import { Count, Money } from '@/components/money'
import { Month, Time } from '@/components/time'
import { KIND_WORDS } from '@/finance/close/pack'
import type { OfCause, WhyEvent, WhyLine, WhyTotal } from '@/finance/why/explain'
import { type ChangesUrl, changesHref } from './changes-url'

/** An amount, and of how many payments, returns or charges it is. */
function Of({ minor, movements, currency, signed = false }: { minor: string; movements: number; currency: string; signed?: boolean }) {
  return (
    <>
      <Money amountMinor={minor} currency={currency} signed={signed} strong={signed} />
      <span className="block text-xs text-muted">
        {signed && movements > 0 && '+'}
        <Count of={movements} />
      </span>
    </>
  )
}

/** Each leads to the events with this cause. */
function Causes({ causes, currency, href }: { causes: readonly OfCause[]; currency: string; href: (cause: OfCause['cause']) => string }) {
  return (
    <ul className="grid gap-0.5">
      {causes.map(({ cause, minor }) => (
        <li key={cause}>
          <Link href={href(cause)} prefetch={false} className="link">
            {cause}
          </Link>{' '}
          <Money amountMinor={minor} currency={currency} signed />
        </li>
      ))}
    </ul>
  )
}

type Compared = Pick<WhyTotal, 'was' | 'now' | 'difference' | 'currency' | 'causes' | 'kind'>

const comparing = <Row extends Compared>(causesHref: (row: Row, cause: OfCause['cause']) => string): Column<Row>[] => [
  { id: 'was', header: 'First', align: 'end', phone: 'detail', cell: (row) => <Of {...row.was} currency={row.currency} /> },
  { id: 'now', header: 'Second', align: 'end', phone: 'detail', cell: (row) => <Of {...row.now} currency={row.currency} /> },
  {
    id: 'difference',
    header: 'Difference',
    align: 'end',
    phone: 'money',
    cell: (row) => <Of {...row.difference} currency={row.currency} signed />,
  },
  {
    ...{ id: 'causes', header: 'Why', phone: 'detail' },
    cell: (row) => <Causes causes={row.causes} currency={row.currency} href={(cause) => causesHref(row, cause)} />,
  },
]

/** The address of the page with other events chosen. */
const chosen = (url: ChangesUrl, which: Partial<ChangesUrl>): string => `${changesHref({ ...url, after: null, ...which })}#events`

export function TotalsTable({ rows, url }: { rows: readonly WhyTotal[]; url: ChangesUrl }) {
  const columns: readonly Column<WhyTotal>[] = [
    {
      id: 'kind',
      header: 'Figure',
      phone: 'lead',
      cell: ({ kind, currency }) => <span className="font-[550]">{`${KIND_WORDS[kind]}, ${currency}`}</span>,
    },
    ...comparing<WhyTotal>(({ kind, currency }, cause) => chosen(url, { kind, currency, cause })),
  ]
  return (
    <DataTable
      caption="What changed, each currency by itself"
      columns={columns}
      rows={rows}
      rowKey={({ kind, currency }) => `${kind} ${currency}`}
    />
  )
}

export function LinesTable({ rows, url }: { rows: readonly WhyLine[]; url: ChangesUrl }) {
  const of = ({ company, corridor, month, currency, kind }: WhyLine) => ({ company, corridor, month, currency, kind })
  const columns: readonly Column<WhyLine>[] = [
    {
      ...{ id: 'line', header: 'Company and corridor', phone: 'lead' },
      cell: ({ company, corridor }) => <span className="font-[550]">{`${company}, ${corridor}`}</span>,
    },
    { id: 'month', header: 'Month', phone: 'detail', cell: ({ month }) => <Month of={month} folds /> },
    { id: 'kind', header: 'Figure', phone: 'aside', cell: ({ kind }) => KIND_WORDS[kind] },
    ...comparing<WhyLine>((row, cause) => chosen(url, { ...of(row), cause })),
  ]
  return (
    <DataTable
      caption="What changed, by company, corridor and month"
      columns={columns}
      rows={rows}
      rowKey={(row) => Object.values(of(row)).join(' ')}
    />
  )
}

export function EventsTable({ rows, mayReadPayouts }: { rows: readonly WhyEvent[]; mayReadPayouts: boolean }) {
  const columns: readonly Column<WhyEvent>[] = [
    { id: 'event', header: 'Event', phone: 'lead', cell: (event) => <EventOf event={event} mayReadPayouts={mayReadPayouts} /> },
    { id: 'at', header: 'Recorded', phone: 'detail', cell: ({ recordedAt }) => (recordedAt ? <Time at={recordedAt} /> : '–') },
    { id: 'cause', header: 'Cause', phone: 'aside', cell: ({ cause }) => cause },
    {
      id: 'kind',
      header: 'Figure',
      phone: 'detail',
      cell: ({ kind, company, corridor }) => `${KIND_WORDS[kind]}, ${company}, ${corridor}`,
    },
    { id: 'month', header: 'Month', phone: 'detail', cell: ({ month }) => <Month of={month} folds /> },
    {
      ...{ id: 'minor', header: 'Difference', align: 'end', phone: 'money' },
      cell: ({ minor, currency }) => <Money amountMinor={minor} currency={currency} signed strong />,
    },
  ]
  return <DataTable caption="Events that changed it, in their order" columns={columns} rows={rows} rowKey={({ n }) => String(n)} />
}

const typeWords = (type: string): string => type.replace(/^payout\./, '').replaceAll('-', ' ')

/** The event in the history of its payout. */
function EventOf({ event: { position, type, version, payoutId }, mayReadPayouts }: { event: WhyEvent; mayReadPayouts: boolean }) {
  const words = position === null ? 'No event: recorded otherwise' : `${typeWords(type ?? '')}, position ${position}`
  if (!mayReadPayouts) return words
  return (
    <Link href={`/payouts/${payoutId}${type ? `#${type}-${version}` : ''}`} prefetch={false} className="link">
      {words}
    </Link>
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Section } from '@/components/section'
import type { CopyReport, MartReport, PartitionEnds, RepairReport } from '@/operations/repairs/repair'

type Row = { key: string; payoutId: string; field: string; was: string | null; is: string | null }

const Value = ({ of }: { of: string | null }) => (
  <span className="mono block py-1 whitespace-normal [overflow-wrap:anywhere]">{of ?? <span className="text-muted">nothing</span>}</span>
)

const CHANGED: readonly Column<Row>[] = [
  {
    id: 'payout',
    header: 'Payout',
    phone: 'lead',
    shrinks: true,
    cell: ({ payoutId }) => <span className="mono [overflow-wrap:anywhere]">{payoutId}</span>,
  },
  { id: 'field', header: 'Field', phone: 'aside', cell: ({ field }) => <span className="mono">{field}</span> },
  { id: 'was', header: 'Was', phone: 'detail', shrinks: true, cell: ({ was }) => <Value of={was} /> },
  { id: 'is', header: 'Is now', phone: 'money', shrinks: true, cell: ({ is }) => <Value of={is} /> },
]

const hashWords = (of: MartReport['before']) =>
  of === null ? 'nothing that could be read' : `${of.hash.slice(0, 12)}, ${of.rows.toLocaleString('en')} rows`

const isSame = ({ before, after }: Pick<MartReport, 'before' | 'after'>): boolean => before?.hash === after?.hash

const MARTS: readonly Column<MartReport>[] = [
  { id: 'mart', header: 'What', phone: 'lead', cell: ({ mart }) => <span className="mono">{mart}</span> },
  { id: 'before', header: 'Hash before', phone: 'detail', cell: ({ before }) => <span className="mono">{hashWords(before)}</span> },
  { id: 'after', header: 'Hash after', phone: 'aside', cell: ({ after }) => <span className="mono">{hashWords(after)}</span> },
  {
    id: 'same',
    header: 'Has it changed?',
    phone: 'money',
    cell: ({ before, after }) => (isSame({ before, after }) ? <span className="text-muted">the same</span> : 'changed'),
  },
]

const PARTITIONS: readonly Column<PartitionEnds>[] = [
  { id: 'partition', header: 'Partition', phone: 'lead', cell: ({ partition }) => partition },
  { id: 'low', header: 'First offset', align: 'end', phone: 'detail', cell: ({ low }) => <span className="num">{low}</span> },
  { id: 'high', header: 'Next offset', align: 'end', phone: 'money', cell: ({ high }) => <span className="num">{high}</span> },
]

const COPY_WORDS = {
  search: 'What changed in search',
  landing: 'What changed in the landing of finance',
  finance: 'What changed in finance',
} as const

/** What a repair changed in each copy, payout by payout, field by field, mart by mart. */
export function Report({ report }: { report: RepairReport }) {
  const copies = (['search', 'landing', 'finance'] as const).flatMap((copy) => {
    const found = report[copy]
    return found
      ? [
          <Section key={copy} title={COPY_WORDS[copy]}>
            <Changes {...found} name={copy} />
          </Section>,
        ]
      : []
  })
  return (
    <>
      {report.kafka && (
        <Section title="What was in Kafka before">
          <DataTable
            caption="Partitions when the topic was deleted"
            columns={PARTITIONS}
            rows={report.kafka}
            rowKey={({ partition }) => String(partition)}
            empty={<Nothing>The topic was gone, or could not be read.</Nothing>}
          />
        </Section>
      )}
      {copies}
    </>
  )
}

const changedWords = (name: string, count: number): string => {
  const noun = name === 'landing' ? 'event' : 'payout'
  return count === 1 ? `${noun} has` : `${noun}s have`
}

function Changes({ changed, changedCount, marts, name }: CopyReport & { name: string }) {
  const rows = changed.flatMap(({ payoutId, fields }) =>
    fields.map(({ field, expected, actual }) => ({ key: `${payoutId} ${field}`, payoutId, field, was: actual, is: expected })),
  )
  return (
    <>
      <p className="mb-3">
        {changedCount === 0 && marts.every(isSame) && 'Nothing: it held what the events say.'}
        {changedCount > 0 && `${changedCount.toLocaleString('en')} ${changedWords(name, changedCount)} changed`}
        {changedCount > 0 && (changedCount > changed.length ? `; these are the first ${changed.length}.` : '.')}
      </p>
      {rows.length > 0 && (
        <>
          <DataTable caption={`Fields that changed in ${name}`} columns={CHANGED} rows={rows} rowKey={({ key }) => key} />
          <p className="mt-2 mb-3 text-xs text-muted">Names and accounts are not shown here.</p>
        </>
      )}
      {marts.length > 0 && (
        <DataTable
          caption={name === 'finance' ? 'Marts before and after' : `Hash before and after in ${name}`}
          columns={MARTS}
          rows={marts}
          rowKey={({ mart }) => mart}
        />
      )}
    </>
  )
}

import Link from 'next/link'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '@/components/data-table'
import { type Fact, Facts } from '@/components/facts'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { CopySide, FieldInStores, PayoutCopies } from '@/desks/operations/read-copies'
import type { Explanation } from '@/operations/compare/explain-copy'

const STORES = { search: 'Search', finance: 'Finance' } as const
/** These end by themselves, or nobody knows whether anything is wrong. */
const UNDER_WAY = new Set<Explanation['reason']>(['relay-behind', 'not-refreshed', 'publication-due', 'behind', 'held-back', 'not-filled'])

type Props = { copies: PayoutCopies; crumbs: readonly { label: string; href: string }[]; mayOperate: boolean }

/** One payout in ledger, Kafka, search and finance side by side, with the sentence that explains each difference. */
export function PayoutInStores({ copies, crumbs, mayOperate }: Props) {
  const differing = copies.fields.filter(({ isSame }) => !isSame)
  return (
    <>
      <PageHead
        crumbs={[...crumbs]}
        title={copies.agrees ? 'All stores agree' : 'Why do they differ?'}
        reference={copies.payoutId}
        sub="This payout in every store, as it is now."
      />
      {copies.agrees ? (
        <Note tone="ok" title={copies.summary} />
      ) : (
        told(copies).map((each) => <Told key={each.sentence} of={each} mayOperate={mayOperate} />)
      )}
      <Facts facts={[ledgerFact(copies), kafkaFact(copies), ...copies.copies.map(copyFact)]} />
      {differing.length > 0 && (
        <Section title="What differs">
          <Fields caption="Fields that differ" rows={differing} copies={copies} />
        </Section>
      )}
      <Section title="Every field">
        <Fields caption="Every field" rows={copies.fields} copies={copies} />
        <p className="mt-2 text-xs text-muted">
          Names, numbers and accounts of people are not shown here, only how long they are. Read <Time at={copies.at} seconds />.
        </p>
      </Section>
      <Refresher />
    </>
  )
}

/** One sentence is said once, also where it holds for both copies. */
function told({ ledger, copies }: PayoutCopies): Explanation[] {
  const all = [...(ledger.explanation ? [ledger.explanation] : []), ...copies.map(({ explanation }) => explanation)]
  const wrong = all.filter(({ reason }) => reason !== 'agrees')
  return wrong.filter(({ sentence }, n) => wrong.findIndex((each) => each.sentence === sentence) === n)
}

function Told({ of: { reason, sentence, remedy }, mayOperate }: { of: Explanation; mayOperate: boolean }) {
  return (
    <Note tone={UNDER_WAY.has(reason) ? 'warn' : 'bad'} title={sentence}>
      {remedy?.text}{' '}
      {mayOperate && remedy?.href && (
        <Link className="link" href={remedy.href}>
          Open Operations
        </Link>
      )}
    </Note>
  )
}

const versionWords = (version: number | null): ReactNode => (version === null ? 'Not there' : `Version ${version}`)
const positionWords = (position: string | null): string | null => position && `event position ${countWords(position)}`

function ledgerFact({ ledger: { version, lastEvent } }: PayoutCopies): Fact {
  const note = lastEvent && (
    <>
      {lastEvent.type}, committed <Time at={lastEvent.recordedAt} seconds />
    </>
  )
  return { label: 'Ledger', value: versionWords(version), note }
}

const PLACES = { published: 'In Kafka', planned: 'On its way to Kafka', waiting: 'Not in Kafka yet' } as const

function kafkaFact({ ledger: { kafka, lastEvent } }: PayoutCopies): Fact {
  if (!lastEvent) return { label: 'Last event', value: 'None' }
  const { partition, offset, position, atMost, state } = kafka
  const place = [
    `partition ${partition}`,
    offset === null ? null : `offset ${countWords(offset)}`,
    positionWords(position) ?? (atMost && `before ${positionWords(atMost)}`),
  ]
  return { label: 'Last event', value: PLACES[state], note: place.filter(Boolean).join(', ') }
}

function copyFact({ name, answers, holds, version, at, position, coveredUntil }: CopySide): Fact {
  if (!answers) return { label: STORES[name], value: 'No answer' }
  const note = (
    <>
      {holds && at !== null ? positionWords(at) : `has every event up to ${countWords(position ?? 0)}`}
      {coveredUntil && (
        <>
          , covered until <Time at={coveredUntil} seconds />
        </>
      )}
    </>
  )
  return { label: STORES[name], value: holds && version === null ? 'Not readable' : versionWords(version), note }
}

function Fields({ caption, rows, copies }: { caption: string; rows: readonly FieldInStores[]; copies: PayoutCopies }) {
  const answers = (name: CopySide['name']) => copies.copies.some((copy) => copy.name === name && copy.answers)
  const values: readonly Value[] = [
    { id: 'ledger', header: 'Ledger', textIn: ({ ledger }) => ledger },
    { id: 'event', header: 'Last event', textIn: (row) => row.event },
    { id: 'search', header: 'Search', textIn: ({ search }) => (answers('search') ? search : 'not known') },
    { id: 'finance', header: 'Finance', textIn: ({ finance }) => (answers('finance') ? finance : 'not known') },
  ]
  const columns: readonly Column<FieldInStores>[] = [
    {
      ...{ id: 'field', header: 'Field', phone: 'lead' },
      cell: (row) => (
        <>
          <span className="mono">{row.field}</span> {!row.isSame && <Status tone="bad">differs</Status>}
          <OnPhone row={row} values={values} />
        </>
      ),
    },
    ...values.map(
      ({ id, header, textIn }): Column<FieldInStores> => ({
        ...{ id, header, phone: 'hide', shrinks: true, width: '21%' },
        cell: (row) => <span className="mono block py-1 whitespace-normal [overflow-wrap:anywhere]">{textIn(row) ?? '–'}</span>,
      }),
    ),
  ]
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={({ field }) => field} />
}

type Value = { id: string; header: string; textIn: (row: FieldInStores) => string | null }

/** A phone has no room for four columns: what is the same is said once, the rest line by line. */
function OnPhone({ row, values }: { row: FieldInStores; values: readonly Value[] }) {
  const shown = row.isSame ? values.slice(0, 1) : values
  return (
    <span className="mt-1 block sm:hidden">
      {shown.map(({ id, header, textIn }) => (
        <span key={id} className="block [overflow-wrap:anywhere]">
          {!row.isSame && <span className="text-muted">{header} </span>}
          <span className="mono">{textIn(row) ?? '–'}</span>
        </span>
      ))}
    </span>
  )
}

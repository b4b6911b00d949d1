import Link from 'next/link'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { Money } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import type { Change, Restatement } from '@/desks/months/restatements'
import { KIND_WORDS } from '@/finance/close/pack'
import type { RestatedLine } from '@/finance/close/restate'
import { monthWords } from '@/payroll/months/month'

const LINES: readonly Column<RestatedLine>[] = [
  { id: 'company', header: 'Company', phone: 'detail', cell: ({ company }) => company },
  { id: 'corridor', header: 'Corridor', phone: 'lead', cell: ({ corridor }) => <span className="font-[550]">{corridor}</span> },
  { id: 'kind', header: 'Kind', phone: 'aside', cell: ({ kind }) => KIND_WORDS[kind] },
  {
    id: 'was',
    header: 'Closed on',
    align: 'end',
    phone: 'detail',
    cell: (line) => <Money amountMinor={line.wasMinor} currency={line.currency} />,
  },
  {
    id: 'now',
    header: 'Would be',
    align: 'end',
    phone: 'detail',
    cell: (line) => <Money amountMinor={line.nowMinor} currency={line.currency} />,
  },
  {
    id: 'difference',
    header: 'Difference',
    align: 'end',
    phone: 'money',
    cell: (line) => <Money amountMinor={BigInt(line.nowMinor) - BigInt(line.wasMinor)} currency={line.currency} signed strong />,
  },
]

const CHANGES: readonly Column<Change>[] = [
  {
    id: 'payout',
    header: 'Payout',
    phone: 'lead',
    cell: ({ payoutId }) => (
      <Link href={`/payouts/${payoutId}`} prefetch={false} className="link mono">
        {payoutId.slice(-12)}
      </Link>
    ),
  },
  { id: 'kind', header: 'What', phone: 'aside', cell: ({ kind, corridor }) => `${KIND_WORDS[kind]} ${corridor}` },
  {
    id: 'difference',
    header: 'Difference',
    align: 'end',
    phone: 'money',
    cell: (change) => <Money amountMinor={BigInt(change.nowMinor) - BigInt(change.wasMinor)} currency={change.currency} signed />,
  },
  {
    id: 'events',
    header: 'What happened since',
    phone: 'detail',
    cell: ({ events }) => (
      <ul>
        {events.map(({ type, at, by, reason }) => (
          <li key={`${type} ${at}`}>
            {type.replace(/^payout\./, '').replaceAll('-', ' ')}, <Time at={at} />, {by}
            {reason && `: “${reason}”`}
          </li>
        ))}
      </ul>
    ),
  },
]

/** What later events would make of the month; its pack stays as it is. */
export function RestatementOf({ found }: { found: Restatement }) {
  if (found.lines.length === 0)
    return (
      <Section title="Restatement">
        <Nothing>None. The figures are what the month was closed on.</Nothing>
      </Section>
    )
  return (
    <Section
      title="Restatement"
      actions={<ButtonLink href={`/finance/changes?from=${encodeURIComponent(`close:${found.closeId}`)}`}>Why did this change?</ButtonLink>}
    >
      <p className="mb-2 text-sm text-muted">
        Later changes would make other figures of this month, as they are at event {found.position}. The pack stays as it was closed.
      </p>
      <DataTable
        caption="Differences by company and corridor"
        columns={LINES}
        rows={found.lines}
        rowKey={({ company, corridor, currency, kind }) => `${company} ${corridor} ${currency} ${kind}`}
      />
      <Changes changes={found.changes} />
      {found.payoutCount > found.changes.length && (
        <p className="mt-1 text-xs text-muted">{found.payoutCount} payouts changed; the first are listed.</p>
      )}
    </Section>
  )
}

/** What became known in a month about months that were closed before. */
export function KnownIn({ month, found }: { month: string; found: readonly Restatement[] }) {
  if (found.length === 0) return null
  return (
    <Section title={`Restatements that became known in ${monthWords(month)}`}>
      {found.map((each) => (
        <div key={each.closeId} className="mb-3">
          <p className="mb-1">
            <Link href={`/finance/months/${each.month}`} prefetch={false} className="link font-[550]">
              {monthWords(each.month)}
            </Link>
          </p>
          <Changes changes={each.changes} />
        </div>
      ))}
    </Section>
  )
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <div className="mt-3">
      <DataTable
        caption="Payouts that changed since"
        columns={CHANGES}
        rows={changes}
        rowKey={({ payoutId, kind, currency }) => `${payoutId} ${kind} ${currency}`}
      />
    </div>
  )
}

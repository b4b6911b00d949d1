'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { callApi } from '@/app/call-api'
import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Time } from '@/components/time'
import type { LetterGroup, LetterGroups } from '@/desks/operations/read-letters'
import { Counted } from './counted'
import { Discarded } from './discarded'
import { COPY_WORDS, groupHref, LETTER_CAUSE_WORDS } from './letter-words'

const REFRESH_MS = 10_000

const COLUMNS: readonly Column<LetterGroup>[] = [
  {
    id: 'cause',
    header: 'Cause',
    phone: 'lead',
    shrinks: true,
    cell: (group) => (
      <Link className="link block py-1.5 font-[550] whitespace-normal" href={groupHref(group)}>
        {LETTER_CAUSE_WORDS[group.cause].word}
        <span className="block text-xs font-normal text-muted [overflow-wrap:anywhere]">{group.reason}</span>
      </Link>
    ),
  },
  { id: 'copy', header: 'Copy', phone: 'aside', cell: ({ copy }) => <span className="text-muted">{COPY_WORDS[copy]}</span> },
  {
    id: 'contract',
    header: 'Contract',
    phone: 'detail',
    cell: ({ schema }) => <span className="mono">{schema?.replace('urn:payledger:', '') ?? '–'}</span>,
  },
  { id: 'events', header: 'Events', align: 'end', phone: 'money', cell: ({ count }) => <Counted of={count} noun="events" /> },
  {
    id: 'rate',
    header: 'Last hour',
    align: 'end',
    phone: 'detail',
    cell: ({ lastHour }) => <Counted of={lastHour} noun="in the last hour" />,
  },
  {
    id: 'newest',
    header: 'Newest',
    align: 'end',
    cell: ({ newestAt }) => (
      <span className="text-muted">
        <Time at={newestAt} />
      </span>
    ),
  },
]

/** Events that a copy could not take, by copy, cause and contract. While one is open, that copy is incomplete. */
export function DeadLetters() {
  const { data, error } = useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => callApi('GET /api/operations/dead-letters/groups', { signal }).then((answer) => answer.data),
    refetchInterval: REFRESH_MS,
    retry: false,
  })
  if (!data) return <Nothing>{error ? `Not known at the moment: ${error.message}` : 'Loading …'}</Nothing>
  return (
    <>
      {data.groups.length === 0 ? <Nothing>{noneWords(data)}</Nothing> : <Groups of={data} />}
      <Discarded decisions={data.decisions} />
    </>
  )
}

function Groups({ of: data }: { of: LetterGroups }) {
  const cut = data.cutIn.map((copy) => `${COPY_WORDS[copy]} has more than ${countWords(data.countedMax)}; older ones are not counted here.`)
  const unknown = data.unknownIn.length > 0 ? ['A copy that is not responding may have others.'] : []
  return (
    <>
      <DataTable
        caption="Dead letters by cause"
        columns={COLUMNS}
        rows={data.groups}
        rowKey={({ copy, cause, schema }) => `${copy} ${cause} ${schema}`}
        footer={[...cut, ...unknown].join(' ') || undefined}
      />
      <p className="mt-2 text-xs text-muted">The copy continues with later events, and stays incomplete until these are settled.</p>
    </>
  )
}

const noneWords = ({ unknownIn }: LetterGroups): string =>
  unknownIn.length > 0 ? 'Not known: a copy is not responding.' : 'None. All events are applied.'

'use client'
import { useQuery } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { spanWords } from '@/components/time-words'
import type { Latencies as Measured, Span } from '@/operations/latency'
import { CONTRACT_MS } from '@/platform/freshness'
import { shortWords } from './short-words'

const REFRESH_MS = 30_000

type Row = { copy: 'search' | 'finance'; span: Span; measured: Measured['search'][Span] }

const COPIES = { search: 'Search', finance: 'Finance' } as const
const SPAN_WORDS: Readonly<Record<Span, string>> = { hour: 'the last hour', day: 'the last day', week: 'the last week' }

/** How long changes take from their commit until a copy answers with them, beside what was promised. */
export function Latencies() {
  const { data, error } = useQuery({
    queryKey: ['latencies'],
    queryFn: ({ signal }) => callApi('GET /api/operations/latencies', { signal }).then((answer) => answer.data),
    refetchInterval: REFRESH_MS,
    retry: false,
  })
  if (!data && error) return <Nothing>Not known at the moment: {error.message}</Nothing>
  const rows = (['search', 'finance'] as const).flatMap((copy) =>
    (['hour', 'day', 'week'] as const).map((span): Row => ({ copy, span, measured: data?.[copy][span] ?? null })),
  )
  return (
    <DataTable
      caption="How long changes take to be found"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ copy, span }) => `${copy} ${span}`}
      loading={!data}
      expectedRows={6}
      footer="What waits counts with its wait so far, so these grow while a copy stands still. Rounded up by a quarter at most."
    />
  )
}

const quantile = (id: 'p50Ms' | 'p99Ms' | 'p999Ms', header: string, phone?: 'lead'): Column<Row> => ({
  id,
  header,
  align: 'end',
  ...(phone && { phone }),
  cell: ({ copy, measured }) => {
    if (!measured) return '–'
    const isLate = measured[id] > CONTRACT_MS[copy]
    return (
      <span className={isLate ? 'font-[550] text-bad' : undefined}>
        {shortWords(measured[id])}
        {isLate && <span className="sr-only"> (more than promised)</span>}
      </span>
    )
  },
})

const COLUMNS: readonly Column<Row>[] = [
  { id: 'copy', header: 'Copy', phone: 'money', cell: ({ copy, span }) => `${COPIES[copy]}, ${SPAN_WORDS[span]}` },
  quantile('p50Ms', 'Half within', 'lead'),
  quantile('p99Ms', '99 of 100'),
  quantile('p999Ms', '999 of 1,000'),
  { id: 'contract', header: 'Promised', align: 'end', cell: ({ copy }) => spanWords(CONTRACT_MS[copy]) },
]

'use client'
import { useQuery } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { Spark } from '@/components/chart-spark'
import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { FIGURES } from '@/operations/figure-names'
import type { FigureHistory as History } from '@/operations/figures'
import { shortWords } from './short-words'

const REFRESH_MS = 30_000

/** Every figure through the last hour and the last day: since when? */
export function FigureHistory() {
  const { data, error } = useQuery({
    queryKey: ['figures'],
    queryFn: ({ signal }) => callApi('GET /api/operations/figures', { signal }).then((answer) => answer.data.figures),
    refetchInterval: REFRESH_MS,
    retry: false,
  })
  if (!data && error) return <Nothing>Not known at the moment: {error.message}</Nothing>
  return (
    <DataTable
      caption="The last hour and the last day"
      columns={COLUMNS}
      rows={data ?? []}
      rowKey={({ figure }) => figure}
      loading={!data}
      empty={<Nothing>Nothing was looked at yet. The jobs look every ten seconds.</Nothing>}
      footer="Of each minute, and of each quarter of an hour, the highest. A hole in a line: nobody looked."
    />
  )
}

const highestOf = (line: History['lastHour']): number => Math.max(0, ...line.map((value) => value ?? 0))

function Value({ of, figure }: { of: number; figure: History['figure'] }) {
  return FIGURES[figure].unit === 'ms' ? shortWords(of) : <Count of={Math.round(of)} />
}

const COLUMNS: readonly Column<History>[] = [
  { id: 'figure', header: 'Figure', phone: 'money', cell: ({ figure }) => FIGURES[figure].name },
  { id: 'newest', header: 'Now', align: 'end', phone: 'aside', cell: ({ figure, newest }) => <Value of={newest} figure={figure} /> },
  { id: 'hour', header: 'Last hour', phone: 'detail', cell: ({ lastHour }) => <Spark values={lastHour} /> },
  {
    id: 'hour-highest',
    header: 'Highest',
    align: 'end',
    cell: ({ figure, lastHour }) => <Value of={highestOf(lastHour)} figure={figure} />,
  },
  { id: 'day', header: 'Last day', phone: 'detail', cell: ({ lastDay }) => <Spark values={lastDay} /> },
  { id: 'day-highest', header: 'Highest', align: 'end', cell: ({ figure, lastDay }) => <Value of={highestOf(lastDay)} figure={figure} /> },
]

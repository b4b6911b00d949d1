import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Nothing } from '@/components/nothing'
import type { WorkerStatus } from '@/operations/worker-status'

type Row = { process: string; lag: Record<string, number> }

const columnsOf = (partitions: number): Column<Row>[] => [
  { id: 'process', header: 'Consumer', phone: 'money', shrinks: true, cell: ({ process }) => process },
  ...Array.from(
    { length: partitions },
    (_, partition): Column<Row> => ({
      id: `p${partition}`,
      header: `p${partition}`,
      align: 'end',
      cell: ({ lag }) => (lag[partition] === undefined ? '–' : <Count of={lag[partition]} />),
    }),
  ),
  {
    id: 'all',
    header: 'Total',
    align: 'end',
    phone: 'lead',
    cell: ({ lag }) => (
      <>
        <b>{Object.keys(lag).length === 0 ? '–' : <Count of={Object.values(lag).reduce((sum, events) => sum + events, 0)} />}</b>
        <span className="text-muted sm:hidden"> behind in total</span>
      </>
    ),
  },
]

/** What each consumer that is responding has still to apply; a dash where it does not say. */
export function Lag({ workers, partitions }: { workers: readonly WorkerStatus[]; partitions: number }) {
  const rows = workers.flatMap(({ process, state, lag }) => (state === 'alive' && lag ? [{ process, lag }] : []))
  if (rows.length === 0) return <Nothing>Not known: no consumer is responding.</Nothing>
  return (
    <DataTable
      caption="Events behind, by consumer and partition"
      columns={columnsOf(partitions)}
      rows={rows}
      rowKey={({ process }) => process}
    />
  )
}

import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { Operations } from '@/desks/operations/read-operations'
import type { WorkerStatus } from '@/operations/worker-status'
import { perSecond, standsBy, stopOf } from './stages'
import { isMissing, startCommand, workerWords } from './worker-words'

type Row = WorkerStatus & { stop: string | null; isReplaced: boolean }

const COLUMNS: readonly Column<Row>[] = [
  { id: 'process', header: 'Process', phone: 'money', cell: ({ process }) => <span className="font-[550]">{process}</span> },
  { id: 'state', header: 'State', phone: 'aside', cell: (worker) => <State worker={worker} /> },
  { id: 'version', header: 'Version', align: 'end', cell: ({ version }) => version ?? '–' },
  { id: 'position', header: 'Position', align: 'end', cell: ({ position }) => (position === null ? '–' : <Count of={position} />) },
  {
    id: 'rate',
    header: 'Events / s',
    align: 'end',
    cell: ({ state, rate }) => (state === 'alive' && rate !== null ? perSecond(rate) : '–'),
  },
  { id: 'error', header: 'Last error', phone: 'lead', shrinks: true, cell: (worker) => <LastError worker={worker} /> },
]

/** Every process, as it last told of itself. */
export function Workers({ workers, stops }: Pick<Operations, 'workers' | 'stops'>) {
  const rows = workers.map((worker) => ({
    ...worker,
    stop: stopOf({ stops }, worker.process),
    isReplaced: worker.process === 'outbox-relay' && standsBy({ workers }),
  }))
  return <DataTable caption="Workers" columns={COLUMNS} rows={rows} rowKey={({ process }) => process} />
}

function State({ worker }: { worker: Row }) {
  const { tone, word, sub } = workerWords(worker, worker.stop !== null)
  return (
    <Status tone={tone} sub={sub}>
      {word}
    </Status>
  )
}

function LastError({ worker }: { worker: Row }) {
  const { process, stop, isReplaced, lastError, lastErrorAt } = worker
  return (
    <span className="block py-1.5 text-xs whitespace-normal [overflow-wrap:anywhere]">
      {isMissing(worker) && stop === null && !isReplaced && (
        <span className="block">
          Start it: <code className="mono">{startCommand(process)}</code>
        </span>
      )}
      {lastError && lastErrorAt ? (
        <span className="text-muted">
          <Time at={lastErrorAt} seconds />: {lastError}
        </span>
      ) : (
        worker.state === 'alive' && <span className="text-muted">no error</span>
      )}
    </span>
  )
}

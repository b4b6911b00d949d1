'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { Operations } from '@/desks/operations/read-operations'
import type { WorkerRestart } from '@/operations/worker-restarts'
import type { WorkerStatus } from '@/operations/worker-status'
import { perSecond, standsBy, stopOf } from './stages'
import { isMissing, restartWords, startCommand, workerWords } from './worker-words'

/** Loaded when somebody asks. */
const AskRestart = dynamic(() => import('./ask-restart').then((file) => file.AskRestart), { ssr: false })

type Row = WorkerStatus & { stop: string | null; isReplaced: boolean; onRestart: ((worker: WorkerStatus) => void) | null }

const COLUMNS: readonly Column<Row>[] = [
  { id: 'process', header: 'Process', phone: 'money', cell: ({ process }) => <span className="font-[550]">{process}</span> },
  { id: 'state', header: 'State', phone: 'aside', cell: (worker) => <State worker={worker} /> },
  { id: 'version', header: 'Version', align: 'end', cell: ({ version }) => version ?? '–' },
  { id: 'since', header: 'Since', align: 'end', cell: ({ startedAt }) => (startedAt === null ? '–' : <Time at={startedAt} />) },
  { id: 'position', header: 'Position', align: 'end', cell: ({ position }) => (position === null ? '–' : <Count of={position} />) },
  {
    id: 'rate',
    header: 'Events / s',
    align: 'end',
    cell: ({ state, rate }) => (state === 'alive' && rate !== null ? perSecond(rate) : '–'),
  },
  { id: 'error', header: 'Last error', phone: 'lead', shrinks: true, cell: (worker) => <LastError worker={worker} /> },
]

const ACT: Column<Row> = { id: 'act', header: 'Act', phone: 'detail', cell: (worker) => <Act worker={worker} /> }

/** Every process, as it last told of itself; who may act asks it to restart. */
export function Workers({ workers, stops, mayAct }: Pick<Operations, 'workers' | 'stops'> & { mayAct: boolean }) {
  const [asking, setAsking] = useState<WorkerStatus | null>(null)
  const rows = workers.map((worker) => ({
    ...worker,
    stop: stopOf({ stops }, worker.process),
    isReplaced: worker.process === 'outbox-relay' && standsBy({ workers }),
    onRestart: mayAct ? setAsking : null,
  }))
  return (
    <>
      <DataTable caption="Workers" columns={mayAct ? [...COLUMNS, ACT] : COLUMNS} rows={rows} rowKey={({ process }) => process} />
      {asking?.instance && <AskRestart process={asking.process} instance={asking.instance} onClose={() => setAsking(null)} />}
    </>
  )
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
  const { process, stop, isReplaced, restart, lastError, lastErrorAt } = worker
  return (
    <span className="block py-1.5 text-xs whitespace-normal [overflow-wrap:anywhere]">
      {restart && <Restarted restart={restart} />}
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

/** Asked, ended, back since. */
function Restarted({ restart }: { restart: WorkerRestart }) {
  const { tone, word } = restartWords(restart)
  const { reason, askedAt, endedAt, backAt } = restart
  return (
    <span className="block" title={reason}>
      <Status tone={tone}>{word}</Status>
      <span className="block text-muted">
        Asked <Time at={askedAt} seconds />
        {endedAt && (
          <>
            , ended <Time at={endedAt} seconds />
          </>
        )}
        {backAt && (
          <>
            , back since <Time at={backAt} seconds />
          </>
        )}
      </span>
    </span>
  )
}

function Act({ worker }: { worker: Row }) {
  const { instance, state, restart, onRestart } = worker
  if (onRestart === null || instance === null || state !== 'alive') return null
  if (restart?.instance === instance) return <span className="text-xs text-muted">asked</span>
  return (
    <Button aria-label={`Restart ${worker.process}`} onClick={() => onRestart(worker)}>
      Restart…
    </Button>
  )
}

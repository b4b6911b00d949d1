/**
 * What the ledger alone knows of the pipeline, for `/metrics`: this process asks for all others, at most every ten seconds, so that a scrape of six processes
 * is one look at Postgres. The outbox is watched from here and not by the relay, whose end is what makes it grow.
 */
import type { Samples } from '@/operations/metrics/metrics'
import { type PipelineStatus, pipelineStatus } from '@/operations/status'
import { type WaitingJobs, waitingJobs } from '@/operations/waiting-jobs'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { within } from '@/platform/within'

const KEPT_MS = 10_000
const LIMIT_MS = 3_000

/** Null while the ledger, or the queue in it, does not answer. */
export function pipelineSamples(ledger: Ledger): () => Promise<Samples | null> {
  let known: Samples | null = null
  let knownAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<Samples | null> | null = null
  const read = async (): Promise<Samples> => {
    const [status, waiting] = await Promise.all([pipelineStatus(ledger), waitingJobs(ledger)])
    known = samplesOf(status, waiting)
    knownAtMs = performance.now()
    return known
  }
  return async () => {
    if (known !== null && performance.now() - knownAtMs < KEPT_MS) return known
    // One that hangs is not asked a second time beside it.
    reading ??= read()
      .catch(() => null)
      .finally(() => (reading = null))
    return within(LIMIT_MS, reading, null)
  }
}

function samplesOf(
  { journal, workers, stops, kafkaLoss, strandedRuns, waitingFiles, failedJobs }: PipelineStatus,
  waiting: WaitingJobs[],
): Samples {
  const byQueue = (rows: readonly { queue: string; jobs: number }[]) => rows.map(({ queue, jobs }) => ({ labels: { queue }, value: jobs }))
  return {
    payledger_outbox_waiting_events: journal.waiting,
    payledger_outbox_oldest_age_seconds: (journal.oldestWaitingMs ?? 0) / 1_000,
    payledger_heartbeat_age_seconds: workers.flatMap(({ process, silentMs }) =>
      silentMs === null ? [] : [{ labels: { process }, value: silentMs / 1_000 }],
    ),
    payledger_history_stops: stops.length,
    payledger_kafka_lost_partitions: kafkaLoss.open.length,
    payledger_stranded_runs: strandedRuns.length,
    payledger_bank_files_in_doubt: waitingFiles.length,
    payledger_jobs_failed: byQueue(failedJobs),
    payledger_jobs_waiting: byQueue(waiting),
  }
}

/** Why the jobs do not get on. */
export function jobsProblems(is: { open: boolean; heard: boolean; answering: boolean }): string[] {
  return [
    ...(is.open ? [] : ['The queue has not been opened yet.']),
    ...(is.heard && is.answering ? [] : ['The queue does not answer: Postgres is away, or takes too long.']),
  ]
}

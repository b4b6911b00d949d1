/** Does one job, and says what becomes of it. */
import type { Job, JobResult } from 'pg-boss'
import { failureOf } from '@/platform/failure'
import type { Logger } from '@/platform/log'

type Listeners = { log: Logger; failed: (error: unknown) => void }

/**
 * Runs `work`. While a store is away the job goes back to its queue, which tries it again after a pause that grows; what would fail every time has failed
 * for good. Of the error the queue keeps the kind alone, because messages may name people: the log has it, under the request that asked for the job.
 */
export async function doJob<T extends object>(
  { log, failed }: Listeners,
  job: Job<T>,
  work: (job: Job<T>) => Promise<unknown>,
): Promise<JobResult[]> {
  try {
    await work(job)
    return [{ id: job.id, status: 'completed' }]
  } catch (error) {
    const { kind } = failureOf(error)
    const about = { err: error, queue: job.name, job: job.id, tries: job.retryCount + 1, ...traceOf(job.data) }
    failed(error)
    if (kind === 'unavailable') {
      log.warn(about, 'a job could not be done now; it is tried again')
      return [{ id: job.id, status: 'failed', output: { kind } }]
    }
    log.error(about, 'a job failed, and is not tried again')
    return [{ id: job.id, status: 'deadletter', output: { kind } }]
  }
}

const traceOf = (data: object | null): { traceId?: unknown } => (data && 'requestId' in data ? { traceId: data.requestId } : {})

/** Jobs that have failed for good. */
import type { Ledger } from '@/prisma/connect'

/** Of one queue. */
export type FailedJobs = {
  queue: string
  jobs: number
  /** When the first and the newest of them failed. */
  since: string
  newest: string
  /** The request that asked for the newest, by which its log lines are found; null for one that nobody asked for. */
  requestId: string | null
}

/**
 * By queue: those that have failed since a job of the queue was done last, so that what has come right again is no trouble any more; a check of a payroll
 * file until its file is checked, given up or asked for anew.
 */
export function failedJobs(db: Ledger): Promise<FailedJobs[]> {
  return db.$queryRaw`
    SELECT j.name AS queue, count(*)::int AS jobs, iso_utc(min(j.completed_on)) AS since, iso_utc(max(j.completed_on)) AS newest,
      (array_agg(j.data ->> 'requestId' ORDER BY j.completed_on DESC))[1] AS "requestId"
    FROM pgboss.job j
    WHERE j.state = 'failed' AND CASE j.name
      WHEN 'check-import' THEN EXISTS (SELECT FROM payroll_import i
        WHERE i.id = (j.data ->> 'importId')::uuid AND i.check_job = j.id AND i.state IN ('checking', 'ready'))
      ELSE NOT EXISTS (SELECT FROM pgboss.job done WHERE done.name = j.name AND done.state = 'completed' AND done.completed_on > j.completed_on) END
    GROUP BY j.name ORDER BY j.name`
}

/** Jobs that could be done now. */
import type { Ledger } from '@/prisma/connect'

export type WaitingJobs = { queue: string; jobs: number }

/** By queue, those that are due and that no process has taken. */
export function waitingJobs(db: Ledger): Promise<WaitingJobs[]> {
  return db.$queryRaw`
    SELECT j.name AS queue, count(*)::int AS jobs FROM pgboss.job j
    WHERE j.state IN ('created', 'retry') AND j.start_after <= clock_timestamp() GROUP BY j.name ORDER BY j.name`
}

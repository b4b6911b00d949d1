/** Asks for a job in the transaction of what it follows from: both are committed, or neither. */
import { randomUUID } from 'node:crypto'
import type { Transaction } from '@/prisma/connect'

/** The queues that commands write to; how each is tried stands with it in `prisma/migrations/*_checks_are_jobs.sql`, `*_compare_runs.sql`, `*_links_by_mail.sql`, `*_month_close.sql` and `*_large_exports.sql`. */
export type Queue = 'check-import' | 'compare-runs' | 'send-link' | 'make-close-pack' | 'write-export'

/**
 * Puts a job into the queue and wakes a process that waits for one, once the transaction is committed. Returns the job's id.
 * @param data ids and nothing else: a job is kept longer than what it names, and everyone who operates the product can read it.
 */
export async function enqueue(tx: Transaction, queue: Queue, data: Record<string, string>): Promise<string> {
  const id = randomUUID()
  // pg-boss takes rows that are written by SQL. What its own `send` would copy from the queue is copied here, and the channel is the one it listens on.
  const written = await tx.$executeRaw`
    WITH job AS (
      INSERT INTO pgboss.job (id, name, data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds,
        heartbeat_seconds, keep_until)
      SELECT ${id}::uuid, name, ${JSON.stringify(data)}::jsonb, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
        deletion_seconds, heartbeat_seconds, now() + retention_seconds * interval '1 second'
      FROM pgboss.queue WHERE name = ${queue} RETURNING name
    ) SELECT pg_notify('pgboss_' || left(encode(sha224('pgboss'), 'hex'), 24), name) FROM job`
  if (written !== 1) throw new Error(`the queue ${queue} is not in the database`)
  return id
}

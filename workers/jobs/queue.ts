/** The queue as this process takes from it, through pg-boss. */
import { PgBoss } from 'pg-boss'

/** A process that died is missed at the first look after its job's last heartbeat has grown old; the job is then taken by the next fetch. */
const LOOK_SECONDS = 30

/**
 * Opens the queue; it connects when it is started. It holds at most two connections and one that listens. What it does by itself is done as rarely as it
 * may be, because an installation that nobody uses should do nothing: `docs/decisions/0031-jobs-in-a-queue.md` has the figures.
 */
export function openQueue(databaseUrl: string): PgBoss {
  return new PgBoss({
    connectionString: databaseUrl,
    application_name: 'jobs',
    schema: 'pgboss',
    max: 2,
    // To the pool, of which pg-boss' types say nothing: a connection closed after 10 s, as by default, is made anew for nearly every fetch.
    ...{ idleTimeoutMillis: 300_000 },
    useListenNotify: true,
    // Its form is ours to change, by a migration, and the app's role may not.
    migrate: false,
    createSchema: false,
    reindex: false,
    // A few hundred rows at the most, for the server's own autovacuum.
    monitorVacuum: false,
    // Operators see the heartbeat.
    registerInstance: false,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
    maintenanceIntervalSeconds: 3_600,
    queueCacheIntervalSeconds: 3_600,
    cronMonitorIntervalSeconds: 45,
    cronWorkerIntervalSeconds: 45,
    // No job here waits for another one.
    flowIntervalSeconds: 86_400,
  })
}

/** A job that is asked for wakes its worker at once. The fetches in between find what is tried again, and everything while nothing can be listened to. */
export const FETCHING_ASKED = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 10 }
/** What is done before somebody looks: woken as well, and looked for rarely. */
export const FETCHING_SOON = { pollingIntervalSeconds: 30, notifyPollingIntervalSeconds: 60 }
/** Nobody waits for what comes round. */
export const FETCHING_SCHEDULED = { pollingIntervalSeconds: 30 }

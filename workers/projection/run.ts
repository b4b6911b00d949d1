/** The process that keeps one copy. It needs no Postgres, and beats there when an address is given. */
import type { Projection } from '@/events/projection'
import { startHeartbeat } from '@/operations/heartbeat'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import type { readConfig } from '@/platform/config'
import type { Logger } from '@/platform/log'
import { untilDone } from '@/platform/retry'
import { onShutdown, shutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { newestEra } from '../kafka/newest-era'
import { LaterEra, type ProjectOptions, project } from './project'
import { type CopyProcess, projectionProblems, projectionSamples } from './readiness'
import { behindReader, heartbeatOf, newStatus } from './status'

export const PROJECTION_VARIABLES = [...KAFKA_VARIABLES, 'EVENTS_KEY', 'HEARTBEAT_DATABASE_URL', 'LOG_LEVEL', ...METRICS_VARIABLES] as const
/** What else may go on in the process, of whichever era: with the same servers, until it is told to stop. */
export type Around = Omit<ProjectOptions, 'era'> & { newestEra: () => Promise<number> }

/** What makes a copy's events answer, as traces call it. */
const ANSWERING: Record<CopyProcess, string> = { 'search-projector': 'refresh search', 'finance-loader': 'publish marts' }

type Config = ReturnType<typeof readConfig<(typeof PROJECTION_VARIABLES)[number]>>

/**
 * Keeps the copy of the newest era, and what goes on `beside` it, until the process is told to stop. Ends it with 1 when the loop cannot go on: whoever started it starts it again.
 */
export function runProjection(
  process: CopyProcess,
  projectionOf: (era: number) => Projection,
  config: Config,
  log: Logger,
  beside: (around: Around) => Promise<void> = async () => {},
): void {
  const status = newStatus()
  const behind = behindReader(status)
  const stopping = new AbortController()
  const heartbeat = startHeartbeat({
    databaseUrl: config.HEARTBEAT_DATABASE_URL ?? null,
    process,
    version: VERSION,
    read: heartbeatOf(status, behind),
    log,
  })
  onShutdown(() => heartbeat.stop())
  const [kafka, topicPrefix, signal] = [kafkaClient(addressOf(config, process, log)), config.KAFKA_TOPIC_PREFIX, stopping.signal]
  const around: Around = {
    ...{ kafka, topicPrefix, secret: config.EVENTS_KEY, answering: ANSWERING[process], log, signal, onError: heartbeat.error },
    newestEra: () => newestEra(kafka, topicPrefix),
  }
  const projectNewest = async (): Promise<void> => {
    const look = { what: 'Looking for the newest era', log, signal, onError: heartbeat.error }
    let era = await untilDone(around.newestEra, look)
    while (!signal.aborted) {
      try {
        await project(projectionOf(era), { ...around, era }, status)
      } catch (error) {
        if (!(error instanceof LaterEra)) throw error
        log.warn({ era, later: error.era }, 'a later era of the journal has begun; the copy is filled anew')
        era = error.era
      }
    }
  }
  const projecting = projectNewest()
  const working = Promise.allSettled([projecting, beside(around)])
  onShutdown(() => {
    stopping.abort()
    return working
  })
  const metrics = serveMetrics({
    process,
    version: VERSION,
    address: metricsAddress(process, config),
    read: async () => projectionSamples(process, status, await behind()),
    problems: async () => projectionProblems(status, await behind()),
    failures: heartbeat.failures,
    log,
    onError: heartbeat.error,
  })
  onShutdown(metrics.stop)
  projecting.catch((error: unknown) => {
    if (stopping.signal.aborted) return
    log.fatal({ err: error }, `the ${process} ends`)
    heartbeat.error(error)
    void shutdown(1)
  })
}

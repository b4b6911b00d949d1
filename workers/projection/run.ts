/** The process that keeps one copy. It needs no Postgres, and beats there when an address is given. */
import type { Projection } from '@/events/projection'
import { FIRST_ERA } from '@/events/topics'
import { startHeartbeat } from '@/operations/heartbeat'
import type { readConfig } from '@/platform/config'
import type { Logger } from '@/platform/log'
import { onShutdown, shutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { project } from './project'
import { heartbeatOf, newStatus } from './status'

export const PROJECTION_VARIABLES = [...KAFKA_VARIABLES, 'EVENTS_KEY', 'HEARTBEAT_DATABASE_URL', 'LOG_LEVEL'] as const
type Config = ReturnType<typeof readConfig<(typeof PROJECTION_VARIABLES)[number]>>

/** Keeps `projection` until the process is told to stop. Ends it with 1 when the loop cannot go on: whoever started it starts it again. */
export function runProjection(process: 'search-projector' | 'finance-loader', projection: Projection, config: Config, log: Logger): void {
  const status = newStatus()
  const stopping = new AbortController()
  const heartbeat = startHeartbeat({
    databaseUrl: config.HEARTBEAT_DATABASE_URL ?? null,
    process,
    version: VERSION,
    read: heartbeatOf(status),
    log,
  })
  onShutdown(() => heartbeat.stop())
  const projecting = project(
    projection,
    {
      kafka: kafkaClient(addressOf(config, process, log)),
      topicPrefix: config.KAFKA_TOPIC_PREFIX,
      secret: config.EVENTS_KEY,
      era: FIRST_ERA,
      log,
      signal: stopping.signal,
      onError: heartbeat.error,
    },
    status,
  )
  onShutdown(() => {
    stopping.abort()
    return projecting.catch(() => {})
  })
  projecting.catch((error: unknown) => {
    if (stopping.signal.aborted) return
    log.fatal({ err: error }, `the ${process} ends`)
    heartbeat.error(error)
    void shutdown(1)
  })
}

/** The outbox relay: the only process that publishes events. A second one waits until the first is gone. */
import { startHeartbeat } from '@/operations/heartbeat'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown, shutdown } from '@/platform/shutdown'
import { startTracing } from '@/platform/tracing'
import { VERSION } from '@/platform/version'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { leadWhenPossible } from './lead'
import { heartbeatReader, newStatus, relayProblems, relaySamples } from './status'

endWithParent()
const config = readConfig('DATABASE_URL_RELAY', 'EVENTS_KEY', 'LOG_LEVEL', ...METRICS_VARIABLES, ...KAFKA_VARIABLES)
const log = createLog('outbox-relay', config.LOG_LEVEL)
onShutdown(await startTracing({ process: 'outbox-relay', version: VERSION, log, clock: () => new Date() }))
const status = newStatus()
const stopping = new AbortController()

const heartbeat = startHeartbeat({
  databaseUrl: config.DATABASE_URL_RELAY,
  process: () => (status.role === 'standby' ? 'outbox-relay-standby' : 'outbox-relay'),
  version: VERSION,
  read: heartbeatReader(status),
  log,
})
onShutdown(heartbeat.stop)

const relaying = leadWhenPossible({
  databaseUrl: config.DATABASE_URL_RELAY,
  kafka: kafkaClient(addressOf(config, 'outbox-relay', log)),
  prefix: config.KAFKA_TOPIC_PREFIX,
  secret: config.EVENTS_KEY,
  clock: () => new Date(),
  log,
  status,
  onError: heartbeat.error,
  signal: stopping.signal,
})
onShutdown(() => {
  stopping.abort()
  return relaying.catch(() => {})
})
const metrics = serveMetrics({
  process: 'outbox-relay',
  version: VERSION,
  address: metricsAddress('outbox-relay', config),
  read: () => relaySamples(status, new Date()),
  problems: () => relayProblems(status, new Date()),
  failures: heartbeat.failures,
  log,
  onError: heartbeat.error,
})
onShutdown(metrics.stop)
relaying.catch((error: unknown) => {
  if (stopping.signal.aborted) return
  log.fatal({ err: error }, error instanceof Error ? error.message : 'the relay stops')
  heartbeat.error(error)
  return shutdown(1)
})

/** The finance loader: the only process that writes the landing and publishes marts. It needs no Postgres. */
import { FIRST_ERA } from '@/events/topics'
import { startHeartbeat } from '@/operations/heartbeat'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown, shutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { beatOf } from '../kafka/beat'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { type LoaderStatus, load } from './load'

endWithParent()
const config = readConfig(...KAFKA_VARIABLES, 'FINANCE_DIR', 'EVENTS_KEY', 'HEARTBEAT_DATABASE_URL', 'LOG_LEVEL')
const log = createLog('finance-loader', config.LOG_LEVEL)
const status: LoaderStatus = {
  position: 0n,
  events: 0,
  coveredUntil: null,
  deadLetters: 0,
  buildMs: null,
  lag: async () => ({}),
  gaps: () => ({}),
}
const stopping = new AbortController()

const heartbeat = startHeartbeat({
  databaseUrl: config.HEARTBEAT_DATABASE_URL ?? null,
  process: 'finance-loader',
  version: VERSION,
  read: beatOf(status, ({ buildMs }) => ({ buildMs })),
  log,
})
onShutdown(heartbeat.stop)

const loading = load(
  {
    dir: config.FINANCE_DIR,
    kafka: kafkaClient(addressOf(config, 'finance-loader', log)),
    topicPrefix: config.KAFKA_TOPIC_PREFIX,
    secret: config.EVENTS_KEY,
    era: FIRST_ERA,
    clock: () => new Date(),
    log,
    signal: stopping.signal,
    onError: heartbeat.error,
  },
  status,
)
onShutdown(() => {
  stopping.abort()
  return loading.catch(() => {})
})
loading.catch((error: unknown) => {
  if (stopping.signal.aborted) return
  log.fatal({ err: error }, 'the loader ends')
  heartbeat.error(error)
  return shutdown(1)
})

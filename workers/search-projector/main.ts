/** The search projector: the only process that writes to the search index. It needs no Postgres. */
import { FIRST_ERA } from '@/events/topics'
import { startHeartbeat } from '@/operations/heartbeat'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown, shutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { openSearch } from '@/search/client'
import { beatOf, type ConsumerStatus } from '../kafka/beat'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { project } from './projector'

endWithParent()
const config = readConfig(
  ...KAFKA_VARIABLES,
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_API_KEY',
  'ELASTICSEARCH_CA_FILE',
  'SEARCH_INDEX_PREFIX',
  'EVENTS_KEY',
  'HEARTBEAT_DATABASE_URL',
  'LOG_LEVEL',
)
const log = createLog('search-projector', config.LOG_LEVEL)
const search = openSearch({
  url: config.ELASTICSEARCH_URL,
  apiKey: config.ELASTICSEARCH_API_KEY,
  caFile: config.ELASTICSEARCH_CA_FILE,
  prefix: config.SEARCH_INDEX_PREFIX,
})
const status: ConsumerStatus = { position: 0n, events: 0, coveredUntil: null, deadLetters: 0, lag: async () => ({}), gaps: () => ({}) }
const stopping = new AbortController()

const heartbeat = startHeartbeat({
  databaseUrl: config.HEARTBEAT_DATABASE_URL ?? null,
  process: 'search-projector',
  version: VERSION,
  read: beatOf(status),
  log,
})
const projecting = project(
  {
    search,
    kafka: kafkaClient(addressOf(config, 'search-projector', log)),
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
onShutdown(() => search.client.close())
onShutdown(heartbeat.stop)
onShutdown(() => {
  stopping.abort()
  return projecting
})
projecting.catch((error: unknown) => {
  log.fatal({ err: error }, 'the projector ends')
  void shutdown(1)
})

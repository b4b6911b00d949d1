/** The reconciler: asks ledger, search and finance the same question, and names every difference. It changes none of them. */
import { startHeartbeat } from '@/operations/heartbeat'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { openSearch } from '@/search/client'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '../kafka/connect'
import { compareEvidence } from './compare-evidence'
import { compareJournal } from './compare-journal'
import { reconcile } from './run'
import { reconcilerProblems, reconcilerSamples } from './status'

endWithParent()
const config = readConfig(
  'DATABASE_URL_APP',
  ...KAFKA_VARIABLES,
  'EVENTS_KEY',
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_API_KEY',
  'ELASTICSEARCH_CA_FILE',
  'SEARCH_INDEX_PREFIX',
  'FINANCE_DIR',
  'LOG_LEVEL',
  ...METRICS_VARIABLES,
)
const log = createLog('reconciler', config.LOG_LEVEL)
const ledger = openLedger(config.DATABASE_URL_APP, 3)
const search = openSearch({
  url: config.ELASTICSEARCH_URL,
  apiKey: config.ELASTICSEARCH_API_KEY,
  caFile: config.ELASTICSEARCH_CA_FILE,
  prefix: config.SEARCH_INDEX_PREFIX,
})
const kafka = kafkaClient(addressOf(config, 'reconciler', log))
const journal = { ledger, kafka, topicPrefix: config.KAFKA_TOPIC_PREFIX, secret: config.EVENTS_KEY }
const reconciler = reconcile({
  ...{ ledger, search, financeDir: config.FINANCE_DIR, clock: () => new Date(), log },
  beside: { journal: () => compareJournal(journal), evidence: () => compareEvidence(ledger) },
})
const heartbeat = startHeartbeat({
  databaseUrl: config.DATABASE_URL_APP,
  process: 'reconciler',
  version: VERSION,
  read: reconciler.status,
  log,
})
reconciler.onError((error) => heartbeat.error(error))
const metrics = serveMetrics({
  process: 'reconciler',
  version: VERSION,
  address: metricsAddress('reconciler', config),
  read: () => reconcilerSamples(ledger),
  problems: async () => reconcilerProblems(reconciler.failures(), heartbeat.isHeard()),
  failures: heartbeat.failures,
  log,
  onError: heartbeat.error,
})
onShutdown(metrics.stop)
onShutdown(() => search.client.close())
onShutdown(() => ledger.$disconnect())
onShutdown(() => heartbeat.stop())
onShutdown(() => reconciler.stop())

/** The bank gateway: files to the bank, files from the bank. One of it runs at a time. */
import { startHeartbeat } from '@/operations/heartbeat'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { startTracing } from '@/platform/tracing'
import { VERSION } from '@/platform/version'
import { openFolders } from './folders'
import { runGateway } from './run'
import { gatewayProblems, gatewaySamples } from './status'

endWithParent()
const config = readConfig('DATABASE_URL_APP', 'BANK_DIR', 'LOG_LEVEL', ...METRICS_VARIABLES)
const log = createLog('bank-gateway', config.LOG_LEVEL)
onShutdown(await startTracing({ process: 'bank-gateway', version: VERSION, log, clock: () => new Date() }))
const ledger = openLedger(config.DATABASE_URL_APP, 3)
const folders = await openFolders(config.BANK_DIR)
const gateway = runGateway({ ledger, folders, log, clock: () => new Date() })
const heartbeat = startHeartbeat({
  databaseUrl: config.DATABASE_URL_APP,
  process: 'bank-gateway',
  version: VERSION,
  read: () => ({ position: null, rate: null, detail: gateway.status() }),
  log,
})
gateway.onError((error) => heartbeat.error(error))
onShutdown(() => ledger.$disconnect())
onShutdown(() => heartbeat.stop())
onShutdown(() => gateway.stop())
const metrics = serveMetrics({
  process: 'bank-gateway',
  version: VERSION,
  address: metricsAddress('bank-gateway', config),
  read: () => gatewaySamples(gateway.status(), folders),
  problems: () => gatewayProblems(gateway.rounds(), heartbeat.isHeard()),
  failures: heartbeat.failures,
  log,
  onError: heartbeat.error,
})
onShutdown(metrics.stop)

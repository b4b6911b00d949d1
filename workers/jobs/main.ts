/** The jobs: what is long or comes round, and belongs to no request. */
import { startHeartbeat } from '@/operations/heartbeat'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { startTracing } from '@/platform/tracing'
import { VERSION } from '@/platform/version'
import { jobsProblems, pipelineSamples } from './pipeline-samples'
import { runJobs } from './run'
import type { MailOptions } from './send-link'

endWithParent()
const config = readConfig(
  'DATABASE_URL_APP',
  'IMPORT_DIR',
  'FINANCE_DIR',
  'ACCOUNT_HASH_KEY',
  'SMTP_URL',
  'LOG_LEVEL',
  ...METRICS_VARIABLES,
)
const log = createLog('jobs', config.LOG_LEVEL)
onShutdown(await startTracing({ process: 'jobs', version: VERSION, log, clock: () => new Date() }))
const ledger = openLedger(config.DATABASE_URL_APP, 3)
const jobs = runJobs({
  databaseUrl: config.DATABASE_URL_APP,
  ledger,
  importDir: config.IMPORT_DIR,
  financeDir: config.FINANCE_DIR,
  accountHashKey: config.ACCOUNT_HASH_KEY,
  mail: mailOptions(),
  log,
  clock: () => new Date(),
})
/** What is needed to send links, where a mail server is named. @throws Error that names what is missing beside it. */
function mailOptions(): MailOptions | null {
  const { SMTP_URL: smtpUrl } = config
  if (smtpUrl === undefined) return null
  const { APP_URL: appUrl, AUTH_SECRET: secret, MAIL_FROM } = readConfig('APP_URL', 'AUTH_SECRET', 'MAIL_FROM')
  return { smtpUrl, appUrl, secret, from: MAIL_FROM ?? `PayLedger <no-reply@${new URL(appUrl).hostname}>` }
}
const heartbeat = startHeartbeat({
  databaseUrl: config.DATABASE_URL_APP,
  process: 'jobs',
  version: VERSION,
  read: () => ({ position: null, rate: null, detail: jobs.status() }),
  log,
})
jobs.onError((error) => heartbeat.error(error))
onShutdown(() => ledger.$disconnect())
onShutdown(() => heartbeat.stop())
onShutdown(() => jobs.stop())
const pipeline = pipelineSamples(ledger)
const metrics = serveMetrics({
  process: 'jobs',
  version: VERSION,
  address: metricsAddress('jobs', config),
  read: async () => (await pipeline()) ?? {},
  problems: async () => jobsProblems({ open: jobs.isOpen(), heard: heartbeat.isHeard(), answering: (await pipeline()) !== null }),
  failures: heartbeat.failures,
  log,
  onError: heartbeat.error,
})
onShutdown(metrics.stop)

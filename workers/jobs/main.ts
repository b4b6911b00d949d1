/** The jobs: what is long or comes round, and belongs to no request. */
import { startHeartbeat } from '@/operations/heartbeat'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { VERSION } from '@/platform/version'
import { runJobs } from './run'
import type { MailOptions } from './send-link'

endWithParent()
const config = readConfig('DATABASE_URL_APP', 'IMPORT_DIR', 'ACCOUNT_HASH_KEY', 'SMTP_URL', 'LOG_LEVEL')
const log = createLog('jobs', config.LOG_LEVEL)
const ledger = openLedger(config.DATABASE_URL_APP, 3)
const jobs = runJobs({
  databaseUrl: config.DATABASE_URL_APP,
  ledger,
  importDir: config.IMPORT_DIR,
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

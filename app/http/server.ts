/** What every request of this process shares: the ledger's pool and the sign-in service, made at first use. */
import { type Auth, createAuth } from '@/access/auth'
import { createOidc, type Oidc } from '@/access/oidc'
import { type Reader as FinanceReader, openReader as openFinance } from '@/finance/reader'
import { openAsker, type SqlAsker } from '@/finance/sql/ask-sql'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig, readOidc } from '@/platform/config'
import type { Logger } from '@/platform/log'
import { openReader as openSearch, type SearchReader } from '@/search/reader'
import { appLog } from './log'

const VARIABLES = [
  'DATABASE_URL_APP',
  'AUTH_SECRET',
  'APP_URL',
  'SESSION_IDLE_MINUTES',
  'ACCOUNT_HASH_KEY',
  'BANK_DIR',
  'IMPORT_DIR',
  'FINANCE_DIR',
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_API_KEY',
  'ELASTICSEARCH_CA_FILE',
  'SEARCH_INDEX_PREFIX',
  'SMTP_URL',
] as const

type Server = {
  log: Logger
  search: SearchReader
  finance: FinanceReader
  /** Answers questions in SQL. */
  sql: SqlAsker
  financeDir: string
  ledger: ReturnType<typeof openLedger>
  auth: Auth
  /** The provider at which people may sign in too; null where none is named. */
  oidc: Oidc | null
  /** A session that nothing was asked with for so long has ended. */
  sessionIdleMs: number
  /** The address people open: what comes from a page of another one is foreign. */
  appUrl: string
  secret: string
  accountHashKey: string
  bankDir: string
  importDir: string
  /** Links are sent to their people, and shown to nobody else. */
  sendsMail: boolean
}

/** A page is read in milliseconds; who has waited this long is told that the ledger does not answer. */
const LEDGER_ANSWERS_MS = 15_000

const shared = globalThis as { payledgerServer?: Server }

/** Lazy, because `next build` evaluates route modules without any configuration. */
export function server(): Server {
  shared.payledgerServer ??= openServer()
  return shared.payledgerServer
}

/** @throws Error that lists every variable that is missing or malformed. */
export function checkConfiguration(): void {
  readConfig(...VARIABLES, 'LOG_LEVEL')
  readOidc()
}

function openServer(): Server {
  const config = readConfig(...VARIABLES)
  const ledger = openLedger(config.DATABASE_URL_APP, 20, LEDGER_ANSWERS_MS)
  const authOptions = { ledger, secret: config.AUTH_SECRET, appUrl: config.APP_URL }
  const provider = readOidc()
  const search = openSearch({
    url: config.ELASTICSEARCH_URL,
    apiKey: config.ELASTICSEARCH_API_KEY,
    caFile: config.ELASTICSEARCH_CA_FILE,
    prefix: config.SEARCH_INDEX_PREFIX,
  })
  return {
    log: appLog(),
    search,
    finance: openFinance(config.FINANCE_DIR),
    sql: openAsker(config.FINANCE_DIR),
    financeDir: config.FINANCE_DIR,
    ledger,
    auth: createAuth(authOptions),
    oidc: provider && createOidc(authOptions, provider),
    sessionIdleMs: config.SESSION_IDLE_MINUTES * 60_000,
    appUrl: config.APP_URL,
    secret: config.AUTH_SECRET,
    accountHashKey: config.ACCOUNT_HASH_KEY,
    bankDir: config.BANK_DIR,
    importDir: config.IMPORT_DIR,
    sendsMail: config.SMTP_URL !== undefined,
  }
}

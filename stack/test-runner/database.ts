/** What an integration test file asks for: a database, topics, indices and folders of its own. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { databaseVariables } from '../migrate'
import { adminClient, databaseUrl } from './template-database'

export type TestDatabase = {
  /** As the owner. */
  url: string
  /** As the role of the app, the gateway and operations. */
  appUrl: string
  /** As the role of the relay. */
  relayUrl: string
  /** Also ends whoever is still connected. */
  drop(): Promise<void>
}

/** A new migrated database without any row of business. Call it in `beforeAll`; what is not dropped goes when the run ends. */
export async function testDatabase(): Promise<TestDatabase> {
  const { env, run, template } = inject('ground')
  const server = env.DATABASE_URL ?? ''
  const name = `payledger_${run}_${randomBytes(4).toString('hex')}`
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const variables = databaseVariables(databaseUrl(server, name))
  return {
    url: variables.DATABASE_URL,
    appUrl: variables.DATABASE_URL_APP,
    relayUrl: variables.DATABASE_URL_RELAY,
    drop: () => asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

// This module is loaded anew for every test file, so these are the file's own.
const own = randomBytes(4).toString('hex')

/**
 * The whole environment for a process under test: the servers, and prefixes and folders that no other test file has.
 * Without `database` it names none, as projector and loader are started.
 */
export function testEnv(database?: TestDatabase): Record<string, string> {
  const { env, run, folder } = inject('ground')
  const [financeDir, bankDir, importDir] = ['finance', 'bank', 'imports'].map((name) => join(folder, own, name)) as [string, string, string]
  for (const made of [financeDir, bankDir, importDir]) mkdirSync(made, { recursive: true })
  return {
    ...inherited(),
    KAFKA_BROKERS: env.KAFKA_BROKERS ?? '',
    ELASTICSEARCH_URL: env.ELASTICSEARCH_URL ?? '',
    KAFKA_TOPIC_PREFIX: `${run}-${own}-`,
    SEARCH_INDEX_PREFIX: `${run}-${own}-`,
    FINANCE_DIR: financeDir,
    BANK_DIR: bankDir,
    IMPORT_DIR: importDir,
    ACCOUNT_HASH_KEY: 'a key of the tests, worth nothing elsewhere',
    AUTH_SECRET: 'a secret of the tests, worth nothing elsewhere',
    APP_URL: 'http://127.0.0.1:3000',
    LOG_LEVEL: 'warn',
    ...(database && { DATABASE_URL: database.url, DATABASE_URL_APP: database.appUrl, DATABASE_URL_RELAY: database.relayUrl }),
  }
}

/** What any process needs to run here, without what the test runner told its own workers. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_OPTIONS|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$)/.test(name),
  )
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const client = await adminClient(server)
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

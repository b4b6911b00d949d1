import { join } from 'node:path'
import { resolveBinary } from 'dbmate'
import { Client } from 'pg'
import { ROOT } from './paths'
import { run } from './processes/run'

/** The variables that name one database in its three roles. */
export type DatabaseVariables = { DATABASE_URL: string; DATABASE_URL_APP: string; DATABASE_URL_RELAY: string }

/**
 * Brings a database to the newest schema with the plain SQL below prisma/migrations.
 * @throws Error with dbmate's words when a migration fails: its exit code decides, for it prints "Applied:" first even then.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const folder = join(ROOT, 'prisma/migrations')
  await run(resolveBinary(), ['--url', databaseUrl, '--migrations-dir', folder, '--no-dump-schema', 'up'], { cwd: ROOT })
}

/** Makes an empty database beside the one `adminUrl` names; for tests that share a cluster. Returns its address, owner as in `adminUrl`. */
export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`))
  return named(adminUrl, { pathname: `/${name}` })
}

/** Makes the database that `databaseUrl` names, unless it is there. */
export async function ensureDatabase(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const adminUrl = named(databaseUrl, { pathname: '/postgres' })
  const found = await withClient(adminUrl, (client) => client.query('SELECT FROM pg_database WHERE datname = $1', [name]))
  if (found.rowCount === 0) await createDatabase(adminUrl, name)
}

/** Removes the database that `databaseUrl` names, also while somebody is connected to it. */
export async function dropDatabase(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  await withClient(named(databaseUrl, { pathname: '/postgres' }), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  )
}

/** The addresses of a local database for the roles that its first migration makes; the owner's is `databaseUrl` itself. */
export function databaseVariables(databaseUrl: string): DatabaseVariables {
  const as = (username: string) => named(databaseUrl, { username, password: '' })
  return { DATABASE_URL: databaseUrl, DATABASE_URL_APP: as('payledger_app'), DATABASE_URL_RELAY: as('payledger_relay') }
}

function named(address: string, parts: Partial<Pick<URL, 'pathname' | 'username' | 'password'>>): string {
  return Object.assign(new URL(address), parts).toString()
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

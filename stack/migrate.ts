import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { resolveBinary } from 'dbmate'
import { Client } from 'pg'
import { ROOT } from './paths'
import { run } from './processes/run'

/** The variables that name one database in its three roles. */
export type DatabaseVariables = { DATABASE_URL: string; DATABASE_URL_APP: string; DATABASE_URL_RELAY: string }

const FOLDER = join(ROOT, 'prisma/migrations')

/**
 * Brings a database to the newest schema with the plain SQL below prisma/migrations.
 * @throws Error with dbmate's words when a migration fails: its exit code decides, for it prints "Applied:" first even then.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  await run(resolveBinary(), ['--url', databaseUrl, '--migrations-dir', FOLDER, '--no-dump-schema', 'up'], { cwd: ROOT })
}

export type Pending = {
  /** `absent`: no database has that name yet; `empty`: nothing was ever applied to it. */
  database: 'absent' | 'empty' | 'there'
  /** What would be applied, in order. */
  pending: string[]
  /** Numbers of what was applied and is not in this version: a newer one was here. */
  unknown: string[]
}

const NO_SUCH_DATABASE = '3D000'
const NO_SUCH_TABLE = '42P01'

/** What `migrate` would apply; changes nothing. @throws when the database does not answer, or this role may not read what was applied. */
export async function pendingMigrations(databaseUrl: string): Promise<Pending> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const applied = await withClient(databaseUrl, (client) =>
    client.query<{ version: string }>('SELECT version FROM schema_migrations ORDER BY version'),
  ).catch((error: { code?: string }) => {
    if (error.code === NO_SUCH_DATABASE) return 'absent' as const
    if (error.code === NO_SUCH_TABLE) return 'empty' as const
    throw error
  })
  if (typeof applied === 'string') return { database: applied, pending: files, unknown: [] }
  const versions = applied.rows.map(({ version }) => version)
  return {
    database: versions.length === 0 ? 'empty' : 'there',
    pending: files.filter((name) => !versions.includes(versionOf(name))),
    unknown: versions.filter((version) => !files.some((name) => versionOf(name) === version)),
  }
}

/** By which dbmate knows a file. */
const versionOf = (name: string): string => name.split('_')[0] ?? ''

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

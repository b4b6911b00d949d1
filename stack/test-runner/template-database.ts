import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '../migrate'
import { ROOT } from '../paths'

/** Makes the database that test databases are copied from, once per content of the migrations, and returns its name. Copying takes a tenth of migrating. */
export async function templateDatabase(serverUrl: string): Promise<string> {
  const name = `payledger_template_${migrationsHash()}`
  const client = await adminClient(serverUrl)
  try {
    // Two runs on one server must not both make it.
    await client.query(`SELECT pg_advisory_lock(hashtext('payledger_template'))`)
    const { rows } = await client.query<{ datistemplate: boolean }>('SELECT datistemplate FROM pg_database WHERE datname = $1', [name])
    if (rows[0]?.datistemplate) return name
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) // a run that ended half-way left it
    await migrate(databaseUrl(serverUrl, name))
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`)
    return name
  } finally {
    await client.end()
  }
}

/** A connection as owner to the server's `postgres` database, for statements that cannot run in the database they are about. */
export async function adminClient(serverUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl(serverUrl, 'postgres') })
  await client.connect()
  return client
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).toString()
}

function migrationsHash(): string {
  const folder = join(ROOT, 'prisma/migrations')
  const hash = createHash('sha256')
  const migrations = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  for (const file of migrations.sort()) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex').slice(0, 12)
}

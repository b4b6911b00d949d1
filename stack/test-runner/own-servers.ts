/** Servers that one test file has for itself: an open transaction anywhere in a cluster holds a relay back, and some tests kill what they use. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseVariables } from '../migrate'
import { removeServerData, type ServerName, type Servers, startServers } from '../servers'
import type { TestDatabase } from './database'
import { adminClient, databaseUrl, templateDatabase } from './template-database'

export type OwnServers = Servers & {
  /** Where they keep their data, for a test that damages it. */
  dataDir: string
  /** A new migrated database, or a copy of one that nobody is connected to then. */
  database(original?: TestDatabase): Promise<TestDatabase>
  end(): Promise<void>
}

/** Starts them in a temporary folder. Call `end` in `afterAll`. */
export async function ownServers(...only: ServerName[]): Promise<OwnServers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'payledger-own-'))
  const servers = await startServers({ dataDir, only, log: () => {}, lifetime: 'test' })
  const server = servers.env.DATABASE_URL ?? ''
  const asAdmin = async (statement: string) => {
    const client = await adminClient(server)
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  let databases = 0
  return {
    ...servers,
    dataDir,
    async database(original) {
      const template = original ? new URL(original.url).pathname.slice(1) : await templateDatabase(server)
      const name = `own_${++databases}`
      await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template}`)
      const variables = databaseVariables(databaseUrl(server, name))
      return {
        url: variables.DATABASE_URL,
        appUrl: variables.DATABASE_URL_APP,
        relayUrl: variables.DATABASE_URL_RELAY,
        drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      }
    },
    async end() {
      await servers.stop()
      removeServerData(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

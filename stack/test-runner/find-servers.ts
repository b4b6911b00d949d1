import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../processes/environment'
import { runningStack } from '../running'
import { removeServerData, startServers } from '../servers'

const SERVER_VARIABLES = ['DATABASE_URL', 'KAFKA_BROKERS', 'ELASTICSEARCH_URL'] as const

export type FoundServers = {
  /** DATABASE_URL, KAFKA_BROKERS and ELASTICSEARCH_URL. */
  env: Record<string, string>
  /** Whether they outlive the tests, so that what the tests made on them must be removed. */
  shared: boolean
  stop(): Promise<void>
}

/** The servers that the variables name, else those of a running `npm run stack`, else ones of the tests' own in a temporary folder. */
export async function findServers(log: (line: string) => void): Promise<FoundServers> {
  const given = SERVER_VARIABLES.some((name) => process.env[name])
  if (!given) {
    const env = await runningStack()
    if (env) {
      log('uses the servers of the running `npm run stack`')
      return { env, shared: true, stop: async () => {} }
    }
  }
  return { ...(await temporaryServers(log)), shared: given }
}

/** Servers on free ports, in a temporary folder that goes when they stop; those that the variables name are taken as they are. */
export async function temporaryServers(log: (line: string) => void, clock?: Environment): Promise<Pick<FoundServers, 'env' | 'stop'>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'payledger-servers-'))
  try {
    const servers = await startServers({ dataDir, log, lifetime: 'test', ...(clock && { clock }) })
    const stop = async () => {
      await servers.stop()
      removeServerData(dataDir)
    }
    return { env: servers.env, stop }
  } catch (error) {
    removeServerData(dataDir)
    throw error
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEPT } from '../paths'
import { removeServerData, startServers } from '../servers'

const SERVER_VARIABLES = ['DATABASE_URL', 'KAFKA_BROKERS', 'ELASTICSEARCH_URL'] as const

export type FoundServers = {
  /** DATABASE_URL, KAFKA_BROKERS and ELASTICSEARCH_URL. */
  env: Record<string, string>
  /** Whether they outlive the tests, so that what the tests made on them must be removed. */
  shared: boolean
  stop(): Promise<void>
}

/** The servers that the variables name, else those of a running `npm run stack` or `npm start`, else ones of the tests' own in a temporary folder. */
export async function findServers(log: (line: string) => void): Promise<FoundServers> {
  if (!SERVER_VARIABLES.some((name) => process.env[name])) {
    const env = runningStack()
    if (env) {
      log('uses the servers of the running local stack')
      return { env, shared: true, stop: async () => {} }
    }
  }
  const given = SERVER_VARIABLES.some((name) => process.env[name])
  const dataDir = mkdtempSync(join(tmpdir(), 'payledger-servers-'))
  const servers = await startServers({ dataDir, log, heap: 'test' })
  return {
    env: servers.env,
    shared: given,
    async stop() {
      await servers.stop()
      removeServerData(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function runningStack(): Record<string, string> | null {
  try {
    const { pid, env } = JSON.parse(readFileSync(join(KEPT, 'stack.json'), 'utf8')) as { pid: number; env: Record<string, string> }
    process.kill(pid, 0)
    return SERVER_VARIABLES.every((name) => env[name]) ? env : null
  } catch {
    return null // no such file, or its writer is gone
  }
}

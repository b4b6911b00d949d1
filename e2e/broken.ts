/** What goes wrong from outside: processes that hang, a session that is left open, files that are damaged. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { eventsTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import type { WorkerName } from '@/stack/build-workers'
import type { Running } from '@/stack/running'
import type { ServerName } from '@/stack/servers'
import { withAdmin } from '@/workers/kafka/admin'
import { kafkaClient } from '@/workers/kafka/connect'

/** Where it runs, with which variables and servers. */
export const runningIn = (productDir: string): Running => JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as Running

/** Stops a server where it stands, as one that hangs. @returns what lets it go on; a second call does nothing. */
export function freezeServer(productDir: string, name: ServerName): () => void {
  return freeze(runningIn(productDir).pids?.[name] ?? 0, name)
}

/** The same of a worker. */
export const freezeWorker = (productDir: string, name: WorkerName): (() => void) => freeze(workerPid(productDir, name), name)

function freeze(pid: number, name: string): () => void {
  if (!pid) throw new Error(`${name} has no process here`)
  process.kill(pid, 'SIGSTOP')
  let stands = true
  return () => {
    if (stands) process.kill(pid, 'SIGCONT')
    stands = false
  }
}

/** By its program and by the folder it was started for: another installation may run beside this one. */
function workerPid(productDir: string, name: WorkerName): number {
  const { env } = runningIn(productDir)
  const mine = `BANK_DIR=${env?.BANK_DIR}\0`
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  const found = pids.find((pid) => {
    const command = ofProcess(pid, 'cmdline')
    return command.includes(`/${name}.js\0`) && `${ofProcess(pid, 'environ')}\0`.includes(mine)
  })
  return Number(found ?? 0)
}

/** Empty for one that has ended meanwhile, or is somebody else's. */
function ofProcess(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8')
  } catch {
    return ''
  }
}

/** A transaction that has written and is left open, as by a person who went to lunch; with the app's own role, for nobody may end a superuser's. */
export async function leftOpen(productDir: string): Promise<{ isEnded(): boolean; end(): Promise<void> }> {
  const client = new Client({ connectionString: runningIn(productDir).env?.DATABASE_URL_APP, application_name: 'a report' })
  let ended = false
  client.on('error', () => {
    ended = true
  })
  client.on('end', () => {
    ended = true
  })
  await client.connect()
  await client.query('BEGIN')
  await client.query('SELECT pg_current_xact_id()')
  return { isEnded: () => ended, end: () => client.end().catch(() => undefined) }
}

/** As a superuser past all rules. */
export async function pastRules(productDir: string, statement: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: runningIn(productDir).env?.DATABASE_URL })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}

/** Asks the index that people search, past the product. @returns the answer's status and body. */
export async function askIndex<T>(productDir: string, path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: T }> {
  const { env = {} } = runningIn(productDir)
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await fetch(`${env.ELASTICSEARCH_URL}/${env.SEARCH_INDEX_PREFIX ?? ''}payouts${path}`, { method, ...sent })
  return { status: answer.status, body: (await answer.json()) as T }
}

/** The topic of the events goes, with everything in it. */
export async function deleteTopic(productDir: string): Promise<void> {
  const { env = {} } = runningIn(productDir)
  const kafka = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })
  await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1)] }))
}

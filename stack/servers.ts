/** The three real servers, each started locally unless its variable names another one. */
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { elasticsearchServer } from './elasticsearch/server'
import { findJava } from './java/find-java'
import { kafkaServer } from './kafka/server'
import { databaseVariables, ensureDatabase } from './migrate'
import { outsideOf } from './postgres/data-dir'
import { postgresServer, postgresUrl } from './postgres/server'
import { clockOf, type Environment } from './processes/environment'
import type { Server } from './server'

export type ServerName = 'postgres' | 'kafka' | 'elasticsearch'

export type ServersOptions = {
  /** Their data and logs; kept when they stop. */
  dataDir: string
  log: (line: string) => void
  /** For tests they live for minutes: Elasticsearch has half the heap, and Kafka compiles its code at once and not well. */
  lifetime?: 'test' | 'normal'
  /** All three when left out. */
  only?: readonly ServerName[]
  /** The variables of another date than the machine's; this process's own when left out. */
  clock?: Environment
}

export type Servers = {
  /** DATABASE_URL, DATABASE_URL_APP, DATABASE_URL_RELAY, KAFKA_BROKERS and ELASTICSEARCH_URL, as far as they were asked for. */
  env: Record<string, string>
  /** Each is null when it was not asked for, or is somebody else's. */
  postgres: Server | null
  kafka: Server | null
  elasticsearch: Server | null
  stop(): Promise<void>
}

/**
 * Starts the servers, or takes those whose variables (DATABASE_URL, KAFKA_BROKERS, ELASTICSEARCH_URL) are set already.
 * The local database `payledger` is there then, empty until `migrate`.
 * @throws SetupProblem when something is missing on this machine; what was started by then is stopped again.
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { log } = options
  const dataDir = resolve(options.dataDir)
  const given = process.env
  const local = (name: ServerName, variable: string) => (options.only?.includes(name) ?? true) && !given[variable]
  const logFile = (name: ServerName) => join(dataDir, 'logs', `${name}.log`)
  const [needsPostgres, needsKafka, needsElasticsearch] = [
    local('postgres', 'DATABASE_URL'),
    local('kafka', 'KAFKA_BROKERS'),
    local('elasticsearch', 'ELASTICSEARCH_URL'),
  ]
  const jdk = needsKafka || needsElasticsearch ? findJava() : null

  // One after the other as far as something may be fetched or copied, so that a missing program is said before anything runs.
  const postgres = needsPostgres
    ? await postgresServer({ dataDir, logFile: logFile('postgres'), log, clock: options.clock ?? clockOf(given) })
    : null
  const isBrief = options.lifetime === 'test'
  const kafka = needsKafka && jdk ? await kafkaServer({ dataDir, logFile: logFile('kafka'), jdk, isBrief, log }) : null
  const heapMb = isBrief ? 512 : 1024
  const elasticsearch =
    needsElasticsearch && jdk ? await elasticsearchServer({ dataDir, logFile: logFile('elasticsearch'), jdk, heapMb, log }) : null

  const servers = [postgres, kafka, elasticsearch].filter((server) => server !== null)
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())))
  const outcomes = await Promise.allSettled(servers.map((server) => startTimed(server, log)))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) {
    await stop()
    throw failure.reason
  }
  const env: Record<string, string> = {}
  for (const name of ['DATABASE_URL', 'DATABASE_URL_APP', 'DATABASE_URL_RELAY', 'KAFKA_BROKERS', 'ELASTICSEARCH_URL'])
    if (given[name]) env[name] = given[name]
  // One address is enough for a small installation.
  if (env.DATABASE_URL) Object.assign(env, { DATABASE_URL_APP: env.DATABASE_URL, DATABASE_URL_RELAY: env.DATABASE_URL, ...env })
  if (postgres) {
    Object.assign(env, databaseVariables(postgresUrl(postgres.port, 'payledger')))
    await ensureDatabase(postgresUrl(postgres.port, 'payledger'))
  }
  if (kafka) env.KAFKA_BROKERS = `127.0.0.1:${kafka.port}`
  if (elasticsearch) env.ELASTICSEARCH_URL = `http://127.0.0.1:${elasticsearch.port}`
  return { env, postgres, kafka, elasticsearch, stop }
}

/** Removes what stopped servers kept in `dataDir`, also where Postgres keeps it when that folder is closed to it. Returns what was removed. */
export function removeServerData(dataDir: string): string[] {
  const folders = [resolve(dataDir), outsideOf(resolve(dataDir))].filter((folder) => existsSync(folder))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  return folders
}

async function startTimed(server: Server, log: (line: string) => void): Promise<void> {
  const began = performance.now()
  await server.start()
  log(`${server.name} on 127.0.0.1:${server.port} · ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/** The peer: Debezium's connector with its outbox router, in Kafka Connect, reading the same journal through logical replication. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findJava } from '@/stack/java/find-java'
import { JARS } from '@/stack/paths'
import { freePort } from '@/stack/ports'
import { startChild } from '@/stack/processes/child'
import { run } from '@/stack/processes/run'
import { variable, variablesWith } from '@/stack/variable'

const POM = join(import.meta.dirname, 'debezium/pom.xml')
const NAME = 'bench'
const READY_MS_MAX = 120_000

export type How = 'default' | 'tuned'
export type Debezium = {
  pid: number
  /** Stops reading, and begins again, in the same JVM: what it has compiled stays. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** The versions that pom.xml names. */
export const debeziumVersions = (): string =>
  [...readFileSync(POM, 'utf8').matchAll(/<artifactId>(debezium-connector-postgres|connect-runtime)<\/artifactId>\s*<version>([^<]+)</g)]
    .map(([, artifact, version]) => `${artifact} ${version}`)
    .join(', ')

/** Larger batches and queues and less waiting between them, as its documentation advises for many events a second. */
const TUNED = {
  connector: { 'max.batch.size': '20480', 'max.queue.size': '81920', 'poll.interval.ms': '10' },
  worker: {
    ...{ 'producer.batch.size': '524288', 'producer.linger.ms': '5', 'producer.buffer.memory': '134217728' },
    'producer.max.request.size': '8388608',
  },
}

/** Starts it on the journal at `databaseUrl`; every event goes to the topic `topic`. */
export async function startDebezium(options: { databaseUrl: string; brokers: string; topic: string; how: How }): Promise<Debezium> {
  const jdk = findJava()
  const folder = mkdtempSync(join(tmpdir(), 'payledger-debezium-'))
  const rest = await freePort()
  const tuned = options.how === 'tuned'
  const worker = {
    ...{
      'bootstrap.servers': options.brokers,
      'offset.storage.file.filename': join(folder, 'offsets'),
      'offset.flush.interval.ms': '1000',
    },
    ...{ 'key.converter': 'org.apache.kafka.connect.storage.StringConverter', 'plugin.discovery': 'service_load' },
    ...{ 'value.converter': 'org.apache.kafka.connect.storage.StringConverter', listeners: `http://127.0.0.1:${rest}` },
    ...(tuned && TUNED.worker),
  }
  const database = new URL(options.databaseUrl)
  const connector = {
    ...{ name: NAME, 'connector.class': 'io.debezium.connector.postgresql.PostgresConnector', 'tasks.max': '1', 'plugin.name': 'pgoutput' },
    ...{ 'database.hostname': database.hostname, 'database.port': database.port, 'database.user': database.username },
    ...{ 'database.password': 'none', 'database.dbname': database.pathname.slice(1), 'topic.prefix': 'bench', 'snapshot.mode': 'no_data' },
    ...{ 'table.include.list': 'public.outbox', 'slot.name': database.pathname.slice(1), 'publication.autocreate.mode': 'filtered' },
    ...{ transforms: 'outbox', 'transforms.outbox.type': 'io.debezium.transforms.outbox.EventRouter' },
    ...{ 'transforms.outbox.table.field.event.id': 'event_id', 'transforms.outbox.table.field.event.key': 'aggregate_id' },
    ...{ 'transforms.outbox.table.field.event.payload': 'event', 'transforms.outbox.route.by.field': 'aggregate_type' },
    'transforms.outbox.route.topic.replacement': options.topic,
    ...(tuned && TUNED.connector),
  }
  writeFileSync(join(folder, 'worker.properties'), properties(worker))
  writeFileSync(join(folder, 'connector.properties'), properties(connector))
  writeFileSync(join(folder, 'log4j2.properties'), 'rootLogger.level = warn\n')
  const classPath = join(await jars(jdk.home), '*')
  const child = startChild({
    command: jdk.java,
    args: [
      ...['-Xms1g', '-Xmx1g', '-cp', classPath, `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`],
      ...['org.apache.kafka.connect.cli.ConnectStandalone', join(folder, 'worker.properties'), join(folder, 'connector.properties')],
    ],
    cwd: folder,
    env: { PATH: variable('PATH') },
    logFile: join(tmpdir(), 'payledger-bench-debezium.log'),
  })
  const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${rest}/connectors/${NAME}/${path}`, { method })
  const until = async (state: string) => {
    for (const deadline = performance.now() + READY_MS_MAX; ; await pause(200)) {
      const status = (await ask('status')
        .then((answer) => answer.json())
        // Not there yet, or not an answer of Connect's yet.
        .catch(() => ({}))) as { tasks?: { state: string; trace?: string }[] }
      const task = status.tasks?.[0]
      if (task?.state === state) return
      if (!child.isRunning() || task?.state === 'FAILED' || performance.now() > deadline)
        throw new Error(`Debezium is not ${state}: ${task?.trace ?? child.tail()}`)
    }
  }
  await until('RUNNING')
  return {
    pid: child.pid,
    async pause() {
      await ask('pause', 'PUT')
      await until('PAUSED')
    },
    async resume() {
      await ask('resume', 'PUT')
      await until('RUNNING')
    },
    async stop() {
      await child.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

const properties = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

/** Fetched by Maven once. */
async function jars(javaHome: string): Promise<string> {
  const folder = join(JARS, `debezium-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  const aside = mkdtempSync(join(JARS, '.debezium-'))
  const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${aside}`]
  await run('mvn', args, { env: variablesWith({ JAVA_HOME: javaHome }) })
  renameSync(aside, folder)
  return folder
}

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { classArchive } from '../java/class-archive'
import type { Jdk } from '../java/find-java'
import { jarsOf } from '../java/jars'
import { STACK } from '../paths'
import { freePort } from '../ports'
import { startChild } from '../processes/child'
import { machineClockOf } from '../processes/environment'
import { run } from '../processes/run'
import { createServer, type Server } from '../server'

const BRIEF = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']

/** One Apache Kafka broker that is its own controller (KRaft), with its data below `dataDir`; formatted at the first start. */
export async function kafkaServer(options: {
  dataDir: string
  logFile: string
  jdk: Jdk
  /** It lives for minutes: compiled at once and not well, it takes a third less CPU until it has started. */
  isBrief: boolean
  log: (line: string) => void
}): Promise<Server> {
  const { jdk } = options
  const jars = await jarsOf('kafka', jdk, options.log)
  const folder = join(options.dataDir, 'kafka')
  const settings = join(folder, 'server.properties')
  const java = (heap: string[], main: string[]) => [
    ...heap,
    `-Dlog4j2.configurationFile=${join(STACK, 'java/log4j2.properties')}`,
    '-cp',
    join(jars, 'lib/*'),
    ...main,
  ]

  return createServer({
    name: 'Kafka',
    async launch(port) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(settings, properties(folder, port, await freePort()))
      const archive = classArchive(jars, jdk)
      if (!existsSync(join(folder, 'formatted'))) {
        rmSync(join(folder, 'data'), { recursive: true, force: true })
        await run(jdk.java, java(['-Xmx128m', ...BRIEF], ['kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', settings]), {
          env: machineClockOf(process.env),
        })
        writeFileSync(join(folder, 'formatted'), '')
      }
      const child = startChild({
        command: jdk.java,
        args: java(['-Xms256m', '-Xmx512m', ...(options.isBrief ? BRIEF : []), ...archive.flags], ['Lifeline', 'kafka.Kafka', settings]),
        cwd: folder,
        env: machineClockOf(process.env),
        logFile: options.logFile,
      })
      archive.keepWhenEnded(child)
      return child
    },
    isReady,
  })
}

/** Ids begin with a letter here: one that begins with a dash would be read as an option. */
function clusterId(): string {
  return `P${randomBytes(16).toString('base64url').slice(1)}`
}

function properties(folder: string, port: number, controllerPort: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // Messages carry their sender's clock, and nothing here is judged by it: one that goes wrong must not stop the events.
    'log.message.timestamp.after.max.ms': '9223372036854775807',
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 8,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The registration of a killed broker lives this long: with the default of 9 s a restart took 12 s, with these 4.4 s.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** Only a broker that is registered and not fenced is listed. */
async function isReady(port: number): Promise<boolean> {
  const admin = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
  }).admin()
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.length === 1
  } finally {
    await admin.disconnect()
  }
}

import { copyFileSync, globSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { classArchive } from '../java/class-archive'
import type { Jdk } from '../java/find-java'
import { jarsOf } from '../java/jars'
import { STACK } from '../paths'
import { startChild } from '../processes/child'
import { machineClockOf } from '../processes/environment'
import { createServer, type Server } from '../server'

/** One Elasticsearch node without a login, on loopback only, with its data below `dataDir`. `heapMb`: bare `java` would take a quarter of the memory. */
export async function elasticsearchServer(options: {
  dataDir: string
  logFile: string
  jdk: Jdk
  heapMb: number
  log: (line: string) => void
}): Promise<Server> {
  const { jdk } = options
  const jars = await jarsOf('elasticsearch', jdk, options.log, arrange)
  const [config, data, logs] = ['config', 'data', 'logs'].map((name) => join(options.dataDir, 'elasticsearch', name)) as [
    string,
    string,
    string,
  ]

  return createServer({
    name: 'Elasticsearch',
    async launch(port) {
      for (const folder of [config, data, logs]) mkdirSync(folder, { recursive: true })
      writeFileSync(join(config, 'elasticsearch.yml'), settings(port))
      const archive = classArchive(jars, jdk)
      const heap = `${options.heapMb}m`
      const child = startChild({
        command: jdk.java,
        args: [
          `-Xms${heap}`,
          `-Xmx${heap}`,
          ...archive.flags,
          '--add-modules=jdk.incubator.vector',
          '--enable-native-access=ALL-UNNAMED',
          '-cp',
          join(jars, 'lib/*'),
          'Lifeline',
          'SearchServer',
          jars,
          config,
          data,
          logs,
          join(STACK, 'java/log4j2.properties'),
        ],
        cwd: logs,
        env: machineClockOf(process.env),
        logFile: options.logFile,
      })
      archive.keepWhenEnded(child)
      return child
    },
    isReady,
  })
}

/** The transport is a module with a class loader of its own; a second copy on the class path would shadow it. */
function arrange(folder: string): void {
  const module = join(folder, 'modules/transport-netty4')
  mkdirSync(module, { recursive: true })
  for (const jar of globSync(join(folder, 'lib/{transport-netty4,netty}-*.jar'))) renameSync(jar, join(module, basename(jar)))
  copyFileSync(join(STACK, 'elasticsearch/plugin-descriptor.properties'), join(module, 'plugin-descriptor.properties'))
}

/** The disk watermarks are absolute: as percentages a laptop that is 95 % full would turn every index read-only. */
function settings(port: number): string {
  return `cluster.name: payledger
node.name: payledger
discovery.type: single-node
http.host: 127.0.0.1
http.port: ${port}
transport.host: 127.0.0.1
transport.port: 0
action.auto_create_index: false
action.destructive_requires_name: true
cluster.routing.allocation.disk.watermark.low: 1gb
cluster.routing.allocation.disk.watermark.high: 1gb
cluster.routing.allocation.disk.watermark.flood_stage: 1gb
`
}

/** Ready when the primary shards of what it held before can be read. */
async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow&timeout=1s`, {
    signal: AbortSignal.timeout(3_000),
  })
  await answer.arrayBuffer()
  return answer.ok
}

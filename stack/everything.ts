/** The whole of PayLedger on this machine: servers, workers, the bank simulator, the app and its sample data. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SERVED } from '@/operations/metrics/address'
import type { Clock } from '@/platform/clock'
import { isEnding, onShutdown } from '@/platform/shutdown'
import { buildWorkers, builtWorker, workersBeside } from './build-workers'
import { say, step, takeData } from './command'
import { demoVariables } from './demo-variables'
import { checkDisk } from './disk'
import { migrate } from './migrate'
import { buildApp, NEXT, nextEnvironment } from './next-build'
import { DATA, LOGS, ROOT } from './paths'
import { nextFreePort, nextFreeRow } from './ports'
import { keepRunning, type Service } from './processes/service'
import { loadSampleOnce } from './sample'
import { keepUp } from './server'
import { type Servers, startServers } from './servers'

const FIRST_PORT = 3000
const FIRST_METRICS_PORT = 9464
/** Split so that processes and servers together end within the time limit of platform/shutdown.ts. */
const STOP_LIMIT_MS = 3_500
const READY_LIMIT_MS = 180_000
const COPIES_LIMIT_MS = 60_000

/**
 * Starts it all, says each step with its time, and prints the address and the sign-ins. It then runs until the process is told to end.
 * @param options.empty leaves an empty ledger empty.
 * @param options.clock the time, for the link that lets in the first administrator.
 */
export async function startEverything(mode: 'start' | 'dev', options: { empty: boolean; clock: Clock }): Promise<void> {
  const began = performance.now()
  const claim = await takeData(mode)
  if (!claim) return
  onShutdown(() => say('Stopped.'))
  const warning = checkDisk(ROOT)
  if (warning) say(`  ${warning}`)
  const port = await appPort()
  const metricsPort = process.env.METRICS_PORT || String(await nextFreeRow(FIRST_METRICS_PORT, SERVED.length))
  const variables = { ...demoVariables(`http://127.0.0.1:${port}`), METRICS_PORT: metricsPort }

  const servers = await startServers({ dataDir: DATA, log: (line) => say(`  ${line}`) })
  onShutdown(servers.stop)
  const env: Record<string, string> = { ...servers.env, ...variables }
  const databaseUrl = env.DATABASE_URL ?? ''
  await step('Migrations', () => migrate(databaseUrl))
  if (mode === 'start') {
    await step('The workers', async () => buildWorkers(BUILT, { withSimulator: true }).then(() => 'built'))
    await step('The app', async () => ((await buildApp()) ? 'built' : 'built before, and nothing has changed'))
  }
  if (!options.empty) {
    await step('Sample data', async () => {
      const loaded = await loadSampleOnce({ env, databaseUrl, databaseIsOurs: servers.postgres !== null, say })
      return loaded ? 'loaded' : 'there'
    })
  }

  for (const folder of [env.FINANCE_DIR, env.BANK_DIR, env.IMPORT_DIR]) if (folder) mkdirSync(folder, { recursive: true })
  const services = startProcesses(mode, env)
  onShutdown(() => Promise.all(services.map((service) => service.stop(STOP_LIMIT_MS))))
  await step('The app answers', () => startApp(mode, port, env, services))
  const url = env.APP_URL ?? ''
  if (!options.empty)
    await step('Search and finance', async () => ((await copiesAreFresh(url)) ? 'cover every change' : 'still catching up'))
  const tell = () => claim.tell({ url, env, pids: pidsOf(servers) })
  restartAfterCrash(servers, tell)
  tell()
  await printWelcome({ url, env, seconds: (performance.now() - began) / 1000, now: options.clock() })
}

async function appPort(): Promise<number> {
  const wanted = Number(process.env.PORT || FIRST_PORT)
  const port = await nextFreePort(wanted)
  if (port !== wanted) say(`  Port ${wanted} is taken, so the app gets ${port}.`)
  return port
}

function restartAfterCrash(servers: Servers, onRestart: () => void): void {
  for (const server of [servers.postgres, servers.kafka, servers.elasticsearch]) {
    if (server) keepUp(server, { say, onRestart, isEnding })
  }
}

function pidsOf({ postgres, kafka, elasticsearch }: Servers): Record<string, number> {
  const pids = Object.entries({ postgres, kafka, elasticsearch }).map(([name, server]) => [name, server?.pid ?? null] as const)
  return Object.fromEntries(pids.filter((entry): entry is readonly [string, number] => entry[1] !== null))
}

const BUILT = workersBeside(process.env.NEXT_DIST_DIR || '.next')
const PROCESSES = ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler', 'bank-simulator'] as const

/** Every worker, and the bank simulator: built, or from their sources for whoever changes them. */
function startProcesses(mode: 'start' | 'dev', env: Record<string, string>): Service[] {
  say(`  Started: ${PROCESSES.join(', ')}`)
  return PROCESSES.map((name) => {
    // Values of a large statement live long: a small nursery hands them on instead of growing.
    const memory = name === 'bank-gateway' ? ['--max-semi-space-size=4'] : []
    const source = name === 'bank-simulator' ? 'stack/bank-simulator/main.ts' : `workers/${name}/main.ts`
    const file = mode === 'start' ? ['--enable-source-maps', builtWorker(name, BUILT)] : ['--import', 'tsx', source]
    return keepRunning(
      name,
      {
        command: process.execPath,
        args: [...memory, ...file],
        env: { ...process.env, ...env },
        cwd: ROOT,
        logFile: join(LOGS, `${name}.log`),
      },
      say,
    )
  })
}

async function startApp(mode: 'start' | 'dev', port: number, env: Record<string, string>, services: Service[]): Promise<string> {
  const args = [NEXT, mode, '--hostname', '127.0.0.1', '--port', String(port)]
  services.push(
    keepRunning(
      'app',
      {
        command: process.execPath,
        args,
        env: nextEnvironment(mode === 'start' ? 'production' : 'development', { ...process.env, ...env }),
        cwd: ROOT,
        logFile: join(LOGS, 'app.log'),
      },
      say,
    ),
  )
  const deadline = performance.now() + READY_LIMIT_MS
  while (performance.now() < deadline) {
    const answers = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual', signal: AbortSignal.timeout(60_000) }).then(
      () => true,
      () => false,
    )
    if (answers) return `127.0.0.1:${port}`
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The app did not answer within ${READY_LIMIT_MS / 1000} s; see ${join(LOGS, 'app.log')}`)
}

/** Whoever searches first shall find. It is no condition for starting: the pages say themselves what their copy covers. */
async function copiesAreFresh(url: string): Promise<boolean> {
  const deadline = performance.now() + COPIES_LIMIT_MS
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null)
    const { search, finance } = (answer?.ok ? await answer.json() : {}) as Record<'search' | 'finance', { state: string } | undefined>
    if (search?.state === 'fresh' && finance?.state === 'fresh') return true
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return false
}

type Welcome = { url: string; env: Record<string, string>; seconds: number; now: Date }

async function printWelcome({ url, env, seconds, now }: Welcome): Promise<void> {
  const { DATABASE_URL: databaseUrl = '', DEMO_PASSWORD: password = '' } = env
  say(`\nPayLedger runs at ${url} (ready after ${seconds.toFixed(0)} s)`)
  const { demoSignIns, firstLink, signInWords } = await import('./sign-ins')
  for (const line of (await firstLink(env, url, now)) ?? signInWords(await demoSignIns(databaseUrl), password)) say(line)
  say('Ctrl-C stops everything; the data stays in .payledger and is there at the next start.')
}

/** The whole of PayLedger on this machine: servers, workers, the bank simulator, the app and its sample data. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onShutdown } from '@/platform/shutdown'
import { say, step, takeData } from './command'
import { checkDisk } from './disk'
import { ensureDatabase, migrate } from './migrate'
import { buildApp, NEXT, nextEnvironment } from './next-build'
import { BANK, DATA, FINANCE, LOGS, ROOT } from './paths'
import { nextFreePort } from './ports'
import { keepRunning, type Service } from './processes/service'
import { ledgerIsEmpty, loadSample, signIns } from './sample'
import { demoSecrets } from './secrets'
import { type Servers, startServers } from './servers'

const FIRST_PORT = 3000
/** Split so that processes and servers together end within the time limit of platform/shutdown.ts. */
const STOP_LIMIT_MS = 3_500
const READY_LIMIT_MS = 120_000

/** Starts it all, says each step with its time, and prints the address and the sign-ins. It then runs until the process is told to end. */
export async function startEverything(mode: 'start' | 'dev'): Promise<void> {
  const began = performance.now()
  const claim = await takeData(mode)
  if (!claim) return
  const warning = checkDisk(ROOT)
  if (warning) say(warning)
  const secrets = demoSecrets()
  const port = await appPort()
  const url = process.env.APP_URL || `http://127.0.0.1:${port}`

  const servers = await startServers({ dataDir: DATA, log: (line) => say(`  ${line}`) })
  onShutdown(servers.stop)
  restartAfterCrash(servers)
  for (const folder of [FINANCE, BANK]) mkdirSync(folder, { recursive: true })
  const env: Record<string, string> = {
    ...servers.env,
    ...secrets,
    APP_URL: url,
    FINANCE_DIR: process.env.FINANCE_DIR || FINANCE,
    BANK_DIR: process.env.BANK_DIR || BANK,
  }
  await step('Migrations', async () => {
    await ensureDatabase(databaseUrl(env))
    await migrate(databaseUrl(env))
  })

  const hasApp = existsSync(join(ROOT, 'app/layout.tsx'))
  if (hasApp && mode === 'start') await step('The app', async () => ((await buildApp()) ? 'built' : 'built before, nothing has changed'))
  const services = startProcesses(env)
  onShutdown(() => Promise.all(services.map((service) => service.stop(STOP_LIMIT_MS))))
  if (hasApp) await step('The app answers', () => startApp(mode, port, env, services))
  else say('  The app is not there yet: app/layout.tsx')
  claim.tell({ url, env })
  if (await ledgerIsEmpty(databaseUrl(env))) await step('Sample data', () => loadSample(env))
  await printWelcome(url, secrets.DEMO_PASSWORD, (performance.now() - began) / 1000)
}

async function appPort(): Promise<number> {
  const wanted = Number(process.env.PORT || FIRST_PORT)
  const port = await nextFreePort(wanted)
  if (port !== wanted) say(`  Port ${wanted} is taken, so the app gets ${port}.`)
  return port
}

function restartAfterCrash(servers: Servers): void {
  for (const server of [servers.postgres, servers.kafka, servers.elasticsearch]) {
    server?.onCrash((how) => {
      say(`${server.name}: ${how}; it is started again.`)
      server.start().then(
        () => say(`${server.name} is back.`),
        (error: Error) => say(error.message),
      )
    })
  }
}

/** Every worker, and the bank simulator. */
function startProcesses(env: Record<string, string>): Service[] {
  const workers = join(ROOT, 'workers')
  const named = existsSync(workers) ? readdirSync(workers).filter((name) => existsSync(join(workers, name, 'main.ts'))) : []
  const mains = named.map((name): [string, string] => [name, `workers/${name}/main.ts`])
  if (existsSync(join(ROOT, 'stack/bank-simulator/main.ts'))) mains.push(['bank-simulator', 'stack/bank-simulator/main.ts'])
  const expected = ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'bank-simulator']
  const absent = expected.filter((name) => !mains.some(([there]) => there === name))
  if (absent.length > 0) say(`  Not there yet, so not started: ${absent.join(', ')}`)
  if (mains.length > 0) say(`  Started: ${mains.map(([name]) => name).join(', ')}`)
  const flags = ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx']
  return mains.map(([name, file]) =>
    keepRunning(
      name,
      { command: process.execPath, args: [...flags, file], env: { ...process.env, ...env }, cwd: ROOT, logFile: join(LOGS, `${name}.log`) },
      say,
    ),
  )
}

async function startApp(mode: 'start' | 'dev', port: number, env: Record<string, string>, services: Service[]): Promise<string> {
  const args = [NEXT, mode, '--hostname', '127.0.0.1', '--port', String(port)]
  services.push(
    keepRunning(
      'app',
      { command: process.execPath, args, env: nextEnvironment({ ...process.env, ...env }), cwd: ROOT, logFile: join(LOGS, 'app.log') },
      say,
    ),
  )
  const deadline = Date.now() + READY_LIMIT_MS
  while (Date.now() < deadline) {
    const answers = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual', signal: AbortSignal.timeout(60_000) }).then(
      () => true,
      () => false,
    )
    if (answers) return `127.0.0.1:${port}`
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The app did not answer within ${READY_LIMIT_MS / 1000} s; see ${join(LOGS, 'app.log')}`)
}

function databaseUrl(env: Record<string, string>): string {
  return env.DATABASE_URL ?? ''
}

async function printWelcome(url: string, password: string, seconds: number): Promise<void> {
  say(`\nPayLedger runs at ${url} (ready after ${seconds.toFixed(0)} s)`)
  const people = await signIns()
  for (const { email, name, role } of people) say(`  ${email.padEnd(34)} ${name}, ${role}`)
  if (people.length > 0) say(`  The password of each of them: ${password}`)
  say('Ctrl-C stops everything; the data stays in .payledger and is there at the next start.')
}

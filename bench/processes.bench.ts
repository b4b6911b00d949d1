/** What a worker costs with the TypeScript loader and without it: the time to its first sign of life, its CPU until then, and its memory. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { buildWorkers, builtWorker } from '@/stack/build-workers'
import { ROOT } from '@/stack/paths'
import { ownServers } from '@/stack/test-runner/own-servers'
import { variablesWith } from '@/stack/variable'
import { keep } from './figures'

const WORKERS = ['outbox-relay', 'bank-gateway', 'jobs'] as const
const ROUNDS = 5
const SETTLED_MS = 3_000
const TICKS_PER_SECOND = 100

type Figures = { beatMs: number; cpuMs: number; memoryMb: number }

const folder = mkdtempSync(join(ROOT, '.payledger/bench-processes-'))
const servers = await ownServers('postgres', 'kafka')
const database = await servers.database()
const env = variablesWith({
  ...servers.env,
  DATABASE_URL_APP: database.appUrl,
  DATABASE_URL_RELAY: database.relayUrl,
  BANK_DIR: join(folder, 'bank'),
  IMPORT_DIR: join(folder, 'imports'),
  FINANCE_DIR: join(folder, 'finance'),
  ACCOUNT_HASH_KEY: 'a key of this benchmark, worth nothing elsewhere',
  AUTH_SECRET: 'a secret of this benchmark, worth nothing elsewhere',
  APP_URL: 'http://127.0.0.1:3000',
  LOG_LEVEL: 'warn',
})
const client = new Client({ connectionString: database.url })
await client.connect()
try {
  await buildWorkers()
  const figures: Record<string, unknown> = {
    command: 'npm run bench -- processes',
    machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
    rounds: ROUNDS,
  }
  for (const worker of WORKERS) {
    const rounds: { loader: Figures; bundle: Figures }[] = []
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({
        loader: await measure(worker, ['--import', 'tsx', `workers/${worker}/main.ts`]),
        bundle: await measure(worker, [builtWorker(worker)]),
      })
    figures[worker] = { loader: summary(rounds.map((each) => each.loader)), bundle: summary(rounds.map((each) => each.bundle)) }
    console.log(worker, figures[worker])
  }
  keep('processes', figures)
} finally {
  await client.end()
  await servers.end()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(worker: string, args: string[]): Promise<Figures> {
  await client.query('DELETE FROM heartbeat')
  const began = performance.now()
  const child = spawn(process.execPath, args, { cwd: ROOT, env: env as NodeJS.ProcessEnv, stdio: ['pipe', 'ignore', 'inherit'] })
  while ((await client.query('SELECT FROM heartbeat WHERE process = $1', [worker])).rowCount === 0) {
    if (child.exitCode !== null) throw new Error(`${worker} ended with ${child.exitCode}`)
    await pause(5)
  }
  const [beatMs, cpuMs] = [performance.now() - began, cpuOf(child)]
  await pause(SETTLED_MS)
  const memoryMb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  return { beatMs, cpuMs, memoryMb }
}

/** User and system time, which proc(5) counts in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
}

function summary(rounds: readonly Figures[]): Record<keyof Figures, { median: number; range: number[] }> {
  const of = (name: keyof Figures) => {
    const sorted = rounds.map((each) => Math.round(each[name])).sort((a, b) => a - b)
    return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, range: [sorted[0] ?? 0, sorted.at(-1) ?? 0] }
  }
  return { beatMs: of('beatMs'), cpuMs: of('cpuMs'), memoryMb: of('memoryMb') }
}

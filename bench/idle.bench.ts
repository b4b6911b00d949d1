/** What an installation with its sample data costs while nobody does anything: the CPU of each process, in percent of one core, and its memory. */
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { ticksOf } from './desks/cpu'
import { keep } from './figures'
import { settled } from './settled'

const SECONDS = Number(variable('BENCH_SECONDS', '120'))
/** After a start: what is loaded is compiled, cleared away and written down. */
const QUIET_MS = 60_000
const SERVERS = ['postgres', 'kafka', 'elasticsearch']

type Process = { pid: number; parent: number; command: string }
type Used = { ticks: number; residentMb: number }

const ledger = openLedger(variable('DATABASE_URL_APP'), 1)
await settled(ledger)
await ledger.$disconnect()
await pause(QUIET_MS)
const before = usedByName()
await pause(SECONDS * 1_000)
const after = usedByName()

const processes = Object.fromEntries(
  [...after].map(([name, { ticks, residentMb }]) => [
    name,
    { cpuPercent: round((ticks - (before.get(name)?.ticks ?? 0)) / SECONDS), residentMb: Math.round(residentMb) },
  ]),
)
const total = (isServer: boolean) => {
  const those = Object.entries(processes).filter(([name]) => SERVERS.includes(name) === isServer)
  return {
    cpuPercent: round(those.reduce((sum, [, { cpuPercent }]) => sum + cpuPercent, 0)),
    residentMb: those.reduce((sum, [, { residentMb }]) => sum + residentMb, 0),
  }
}
const figures = {
  command: 'npm run bench -- idle',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  seconds: SECONDS,
  ...{ ours: total(false), servers: total(true), processes },
}
console.log(figures)
keep('idle', figures)

/** Of all that the command started which started us, but for us and the command itself. */
function usedByName(): Map<string, Used> {
  const all = readdirSync('/proc').flatMap((entry): Process[] => {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return [{ pid: Number(entry), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), command }]
    } catch {
      return []
    }
  })
  const ancestors = new Set<number>()
  for (let pid = process.pid; pid > 1; pid = all.find((each) => each.pid === pid)?.parent ?? 0) ancestors.add(pid)
  const isUnder = (one: Process | undefined, name: RegExp): boolean =>
    one !== undefined &&
    (name.test(one.command) ||
      isUnder(
        all.find(({ pid }) => pid === one.parent),
        name,
      ))
  const used = new Map<string, Used>()
  for (const one of all) {
    if (ancestors.has(one.pid) || !isUnder(one, /commands\/start\.ts/)) continue
    const name = nameOf(one)
    const of = usedBy(one.pid)
    const { ticks, residentMb } = used.get(name) ?? { ticks: 0, residentMb: 0 }
    used.set(name, { ticks: ticks + of.ticks, residentMb: residentMb + of.residentMb })
  }
  return used
}

function nameOf({ command }: Process): string {
  if (/postgres/.test(command)) return 'postgres'
  if (/java/.test(command)) return /elasticsearch/i.test(command) ? 'elasticsearch' : 'kafka'
  if (/next/.test(command)) return 'app'
  return /(?:workers|stack)\/([\w-]+)\/main/.exec(command)?.[1] ?? (/commands\/start/.test(command) ? 'npm start' : 'guards')
}

/** Of memory that processes share, each has its share (PSS). */
function usedBy(pid: number): Used {
  try {
    const proportional = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return { ticks: ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')), residentMb: Number(proportional ?? 0) / 1_024 }
  } catch {
    return { ticks: 0, residentMb: 0 }
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

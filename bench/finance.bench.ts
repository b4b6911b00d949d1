/**
 * Finance from the landing to published marts, at 1 and 10 million events (BENCH_EVENTS): CPU, time and memory of a publication by a process of its own, and the
 * CPU of landing an event. BENCH_BEFORE names a checkout, with its packages, of 7720faa, which reads the same events from segments of text alone; it builds in
 * turn with this one. It needs no server, and 3 GB of disk.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '@/stack/paths'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'
import { landSome, multiply } from './finance/grow'

const SIZES = variable('BENCH_EVENTS', '1000000,10000000').split(',').map(Number)
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const BEFORE = variable('BENCH_BEFORE', '')
/** It takes minutes for more. */
const BEFORE_MAX = 1_000_000
const PUBLISHED_EVERY_S = 60

type Measured = { cpuSeconds: number; seconds: number; peakMb: number; hash: string }

/** Run in a checkout's folder, by its own code. */
const PUBLISH = `
  import { buildMarts } from './finance/build-marts'
  import { publish } from './finance/publish'
  const [dir, position] = process.argv.slice(1)
  const began = performance.now()
  const before = process.cpuUsage()
  const built = await buildMarts(dir, 1, BigInt(position))
  await publish(dir, built, { mark: { coveredUntil: '2026-11-30T00:00:00.000Z' }, gapAt: null, now: new Date() })
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - began) / 1000
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, seconds, peakMb: process.resourceUsage().maxRSS / 1024, hash: built.hash }))`

const folder = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
try {
  const base = Math.min(500_000, ...SIZES)
  const landed = await landSome(join(folder, 'base'), base)
  const figures: Record<string, unknown> = {
    command: `${BEFORE === '' ? '' : 'BENCH_BEFORE=<a checkout of 7720faa> '}npm run bench -- finance`,
    machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
    rounds: ROUNDS,
    landingCpuUsPerEvent: Math.round((landed.cpuSeconds / landed.events) * 1e6),
  }
  for (const size of SIZES) Object.assign(figures, await measure(size, landed.events))
  console.log(figures)
  keep('finance', figures)
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(size: number, base: number): Promise<Record<string, unknown>> {
  const times = Math.round(size / base)
  const dirs = { old: join(folder, 'old'), typed: join(folder, 'typed') }
  await multiply(join(folder, 'base'), base, times, dirs)
  const contenders = [{ name: 'now', checkout: ROOT, dir: dirs.typed }]
  contenders.push({ name: 'now, from text alone', checkout: ROOT, dir: dirs.old })
  if (BEFORE !== '' && size <= BEFORE_MAX) contenders.push({ name: 'before', checkout: BEFORE, dir: dirs.old })
  const all: Record<string, Measured[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, checkout, dir } of round % 2 === 0 ? contenders : [...contenders].reverse())
      all[name]?.push(await published(checkout, dir, base * times))
  if (new Set([...(all.now ?? []), ...(all['now, from text alone'] ?? [])].map(({ hash }) => hash)).size !== 1)
    throw new Error('the marts of the same events differ')
  for (const dir of Object.values(dirs)) rmSync(dir, { recursive: true })
  return Object.fromEntries(contenders.map(({ name }) => [`${size} events, ${name}`, summary(base * times, all[name] ?? [])]))
}

async function published(checkout: string, dir: string, position: number): Promise<Measured> {
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', PUBLISH, dir, String(position)]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: checkout })
  return JSON.parse(stdout) as Measured
}

function summary(events: number, all: readonly Measured[]) {
  const of = (what: (each: Measured) => number, digits: number) => range(all.map(what), digits)
  return {
    events,
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds, 1),
    seconds: of(({ seconds }) => seconds, 1),
    peakMb: of(({ peakMb }) => peakMb, 0),
    percentOfACoreEachMinute: of(({ cpuSeconds }) => (cpuSeconds / PUBLISHED_EVERY_S) * 100, 0),
  }
}

/**
 * Finance from the landing to published marts, at 1 and 10 million events (BENCH_EVENTS): CPU, time and memory of a publication by a process of its own, the
 * CPU of landing an event, and of folding it into the journal's hash, which is done once. BENCH_BEFORE names a checkout, with its packages, of 4d62114, which publishes
 * six marts fewer, without a certificate; it builds in turn with this one, from segments with the columns that it knows. It needs no server, and 3 GB of disk.
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
  const mark = { era: 1, position, last: Array(6).fill('0'), coveredUntil: '2026-11-30T00:00:00.000Z', horizonXid: '1', hash: built.head }
  await publish(dir, built, { mark, gapAt: null, now: new Date() })
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - began) / 1000
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, seconds, peakMb: process.resourceUsage().maxRSS / 1024, hash: built.hash }))`

/** Run in the older checkout's folder: the same events with the columns that it knows. */
const CONVERT = `
  import { multiply } from './bench/finance/grow'
  const [base, events, times, old, typed] = process.argv.slice(1)
  await multiply(base, Number(events), Number(times), { old, typed })`

const folder = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
try {
  const base = Math.min(250_000, ...SIZES)
  const landed = await landSome(join(folder, 'base'), base)
  const figures: Record<string, unknown> = {
    command: `${BEFORE === '' ? '' : 'BENCH_BEFORE=<a checkout of 4d62114> '}npm run bench -- finance`,
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
  const older = { old: join(folder, 'older-old'), typed: join(folder, 'older') }
  if (BEFORE !== '' && size <= BEFORE_MAX) {
    await run(BEFORE, CONVERT, join(folder, 'base'), String(base), String(times), older.old, older.typed)
    contenders.push({ name: 'before', checkout: BEFORE, dir: older.typed })
  }
  // The first publication reads every event's text, and the others do not.
  const first = [await published(ROOT, dirs.typed, base * times), await published(ROOT, dirs.old, base * times)]
  const all: Record<string, Measured[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, checkout, dir } of round % 2 === 0 ? contenders : [...contenders].reverse())
      all[name]?.push(await published(checkout, dir, base * times))
  if (new Set([...(all.now ?? []), ...(all['now, from text alone'] ?? [])].map(({ hash }) => hash)).size !== 1)
    throw new Error('the marts of the same events differ')
  for (const dir of [...Object.values(dirs), ...Object.values(older)]) rmSync(dir, { recursive: true, force: true })
  const ratios = (all.now ?? []).flatMap((now, n) => (all.before?.[n] ? [now.cpuSeconds / all.before[n].cpuSeconds] : []))
  return {
    ...Object.fromEntries(contenders.map(({ name }) => [`${size} events, ${name}`, summary(base * times, all[name] ?? [])])),
    [`${size} events, the first publication`]: { cpuSeconds: Number(first[0]?.cpuSeconds.toFixed(1)) },
    ...(ratios.length > 0 && { [`${size} events, CPU beside before`]: range(ratios, 2) }),
  }
}

const published = async (checkout: string, dir: string, position: number): Promise<Measured> =>
  JSON.parse(await run(checkout, PUBLISH, dir, String(position))) as Measured

/** What a script prints, run in a checkout's folder by its own code. */
async function run(checkout: string, script: string, ...texts: readonly string[]): Promise<string> {
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', script, ...texts]
  return (await promisify(execFile)(process.execPath, flags, { cwd: checkout })).stdout
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

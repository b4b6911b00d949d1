/**
 * How the CPU of each step of a run grows with its people: at 1, 3 and 10 times BENCH_PEOPLE, with the exponent of the line through them (1: as its work does).
 */
import { cpus } from 'node:os'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { cpuClock } from './desks/cpu'
import { keep } from './figures'
import { payLargeRun, type Timed } from './large-run'

const PEOPLE = Number(variable('BENCH_PEOPLE', '3000'))
const TIMES = [1, 3, 10]

const seconds: Record<string, number[]> = {}
/** The first run compiles what the others use. */
await payLargeRun(Math.round(PEOPLE / 5), () => (_name, work) => work())
for (const times of TIMES) await payLargeRun(PEOPLE * times, timer)

const figures: Record<string, unknown> = {
  command: 'npm run bench -- growth',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  people: TIMES.map((times) => PEOPLE * times),
}
for (const [name, used] of Object.entries(seconds)) figures[name] = { cpuSeconds: used, exponent: exponentOf(used) }
console.log(figures)
keep('growth', figures)

async function timer(ledger: Ledger): Promise<Timed> {
  const clock = await cpuClock(ledger)
  return async (name, work) => {
    const used = await clock()
    const result = await work()
    const { postgres, node } = await used()
    seconds[name] = [...(seconds[name] ?? []), Number((((postgres ?? 0) + node) / 1_000).toFixed(2))]
    return result
  }
}

/** The slope of the line through the logarithms, by least squares. */
function exponentOf(used: readonly number[]): number {
  const points = used.map((each, index) => [Math.log(TIMES[index] ?? 1), Math.log(each)] as const)
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const slope =
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return Number(slope.toFixed(2))
}

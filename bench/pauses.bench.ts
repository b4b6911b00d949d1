/** How long the commands of one large run keep their process: the longest stretch, in its CPU, in which nobody else has a turn. */
import { cpus } from 'node:os'
import { longestSliceMs } from '@/stack/test-runner/cpu-time'
import { variable } from '@/stack/variable'
import { keep } from './figures'
import { payLargeRun } from './large-run'

const PEOPLE = Number(variable('BENCH_PEOPLE', '100000'))

const figures: Record<string, unknown> = {
  command: 'npm run bench -- pauses',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  people: PEOPLE,
}
await payLargeRun(PEOPLE, () => timed)
keep('pauses', figures)

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const results: T[] = []
  const beganMs = performance.now()
  const longest = await longestSliceMs(async () => results.push(await work()))
  figures[name] = { longestSliceMs: Math.round(longest), seconds: Number(((performance.now() - beganMs) / 1_000).toFixed(1)) }
  console.log(name, figures[name])
  return results[0] as T
}

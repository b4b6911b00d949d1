/** Which lines of a run somebody has looked at, kept in their browser's tab under the run's seal: other lines would be another look. */
import type { RunDetail } from '@/payroll/runs/run'
import type { SinceBefore } from '@/payroll/runs/run-lines'

type Run = Pick<RunDetail, 'id' | 'seal'>
export type Looked = { lines: number; account: number; new: number; moved: number }

const keyOf = ({ id, seal }: Run): string => `looked at ${id} ${seal}`

function read(run: Run): Map<number, SinceBefore> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(keyOf(run)) ?? '[]') as [number, SinceBefore][])
  } catch {
    // A browser that keeps nothing: then nothing is said to have been looked at.
    return new Map()
  }
}

export function addLooked(run: Run, lines: readonly [number, SinceBefore][]): void {
  const all = read(run)
  for (const [line, since] of lines) all.set(line, since)
  try {
    sessionStorage.setItem(keyOf(run), JSON.stringify([...all]))
  } catch {
    // Full, or forbidden: the count then says too little, never too much.
  }
}

/** How many lines, and of those that are to be looked at how many of each kind. */
export function countLooked(run: Run): Looked {
  const all = [...read(run).values()]
  const of = (since: SinceBefore): number => all.filter((each) => each === since).length
  return { lines: all.length, account: of('account'), new: of('new'), moved: of('moved') }
}

import type { Tone } from '@/components/status'
import { spanWords } from '@/components/time-words'
import type { WorkerStatus } from '@/operations/worker-status'

/** An error younger than this means that the worker is trying again at this moment. */
const FAILING_MS = 10_000

/** @param hasStopped it has said itself why it does not go on: starting it again would change nothing. */
export function workerWords(worker: WorkerStatus, hasStopped = false): { tone: Tone; word: string; sub?: string } {
  const { state, silentMs, lastErrorMs, role } = worker
  if (hasStopped) return { tone: 'bad', word: 'Stopped' }
  if (state === 'not-started') return { tone: 'idle', word: 'Not started' }
  if (state === 'silent') {
    return { tone: 'bad', word: 'Not responding', sub: `for ${spanWords(silentMs ?? 0)}` }
  }
  if (lastErrorMs !== null && lastErrorMs < FAILING_MS) return { tone: 'warn', word: 'Trying again' }
  return role === 'standby' ? { tone: 'info', word: 'On standby' } : { tone: 'ok', word: 'Running' }
}

export const isMissing = (worker: WorkerStatus): boolean => worker.state !== 'alive'

export const startCommand = (process: string): string => `node --import tsx workers/${process}/main.ts`

import type { Tone } from '@/components/status'
import { spanWords } from '@/components/time-words'
import { BACK_LIMIT_MS, END_LIMIT_MS, type WorkerRestart } from '@/operations/worker-restarts'
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

/** What became of a restart that was asked for: asked, ended, back; and who must act where it does not get on. */
export function restartWords({ askedBy, askedMs, endedAt, endedMs, backAt }: WorkerRestart): {
  tone: Tone
  word: string
  mustStart: boolean
} {
  if (backAt !== null) return { tone: 'ok', word: `Restarted for ${askedBy}.`, mustStart: false }
  if (endedAt === null) {
    if (askedMs <= END_LIMIT_MS)
      return { tone: 'info', word: `${askedBy} asked it to restart. It ends with its next beat.`, mustStart: false }
    return { tone: 'warn', word: `${askedBy} asked it to restart, and it has not ended. Its supervisor must end it.`, mustStart: false }
  }
  if ((endedMs ?? 0) <= BACK_LIMIT_MS)
    return { tone: 'info', word: `It ended because ${askedBy} asked it to. Its supervisor starts it again.`, mustStart: false }
  return { tone: 'bad', word: 'It ended as asked, and nobody has started it again within a minute. Its supervisor must.', mustStart: true }
}

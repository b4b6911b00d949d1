/** A repair is followed while it is done: whoever does it says how far it is, and hears that it is not wanted any more. */
import type { RepairKind } from '@/operations/repairs/repair'
import type { OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'

const LOOK_MS = 1_000

export type Followed = { repairs: WorkerRepairs; log: Logger; kind: RepairKind; id: string }

/** Each second `tell` is told how the repair stands, to say how far it is. @returns once it has ended, or `tell` says that it is over, or `signal` aborts. */
export async function followRepair(
  { repairs, log, kind, id }: Followed,
  signal: AbortSignal,
  tell: (open: OpenRepair) => Promise<'goes on' | 'is over'>,
): Promise<void> {
  for (; !signal.aborted; await pause(LOOK_MS, signal)) {
    try {
      const open = await repairs.open(kind)
      if (open?.id !== id || (await tell(open)) === 'is over') return
    } catch (error) {
      log.debug({ err: error }, 'how far the repair is could not be said')
    }
  }
}

/** Looks each second for a repair to do, until `signal` aborts. A store that is away is asked again; without a database nobody can ask. */
export async function watchRepairs(
  { repairs, log, signal, onError }: Pick<Followed, 'repairs' | 'log'> & { signal: AbortSignal; onError?: (error: unknown) => void },
  look: () => Promise<void>,
): Promise<void> {
  for (; !signal.aborted; await pause(LOOK_MS, signal)) {
    try {
      await look()
    } catch (error) {
      if (!signal.aborted) onError?.(error)
      log.debug({ err: error }, 'repairs cannot be looked at, or one failed; it is tried again')
    }
  }
  await repairs.close()
}

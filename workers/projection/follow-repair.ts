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

/** Does `work`, says each second how far it is, and ends it when the repair has been given up. */
export async function followed(
  { repairs, log, signal: stopping }: Pick<Followed, 'repairs' | 'log'> & { signal: AbortSignal },
  kind: RepairKind,
  id: string,
  work: (signal: AbortSignal, onRead: (total: number, left: number) => void) => Promise<void>,
): Promise<void> {
  const [ending, done] = [new AbortController(), new AbortController()]
  let read: { total: number; left: number } | null = null
  // The largest that was left is taken for all that there was.
  const say = async (): Promise<void> => {
    if (read === null) return
    await repairs.progress(id, read.total)
    await repairs.progress(id, read.left)
  }
  const following = followRepair({ repairs, log, kind, id }, done.signal, async () => {
    await say()
    return 'goes on'
  }).then(() => ending.abort())
  try {
    await work(AbortSignal.any([stopping, ending.signal]), (total, left) => {
      read = { total: Math.max(total, read?.total ?? 0), left }
    })
    await say()
  } finally {
    done.abort()
    await following
  }
}

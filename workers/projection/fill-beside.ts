/** Fills a copy beside the one that answers, for a repair, by the loop that keeps every copy. */
import type { Projection } from '@/events/projection'
import type { RepairKind, RepairState } from '@/operations/repairs/repair'
import type { WorkerRepairs } from '@/operations/repairs/worker-repairs'
import { followRepair } from './follow-repair'
import { LaterEra, project } from './project'
import type { Around } from './run'
import { newStatus } from './status'

/** The relay sends again what Kafka has lost, within less. */
const GAP_LIMIT_MS = 60_000

type Filling = {
  kind: RepairKind
  id: string
  era: number
  /** What its copy is called: "search", "finance". */
  copy: string
  projection: Projection
  /** In these states nothing more is written to it. */
  endsWhen: readonly RepairState[]
  /** Ends it from within. */
  ending?: AbortController
}

/** Until the repair has ended, or stands where it `endsWhen`: refused where events are missing for good, or the history began anew. @throws as `project` does. */
export async function fillBeside(
  options: Around & { repairs: WorkerRepairs },
  { kind, id, era, copy, projection, endsWhen, ending = new AbortController() }: Filling,
): Promise<void> {
  const { repairs, log } = options
  const signal = AbortSignal.any([options.signal, ending.signal])
  const status = newStatus()
  const filling = project(projection, { ...options, era, signal }, status).catch(async (error: unknown) => {
    if (error instanceof LaterEra) await repairs.refuse(id, `The history began anew meanwhile, and ${copy} fills itself from the new one.`)
    else throw error
  })
  let wholeAtMs = performance.now()
  const following = followRepair({ repairs, log, kind, id }, signal, async ({ state }) => {
    if (endsWhen.includes(state)) return 'is over'
    const [gap] = Object.values(status.gaps())
    if (gap === undefined) wholeAtMs = performance.now()
    else if (performance.now() - wholeAtMs > GAP_LIMIT_MS) await repairs.refuse(id, `Kafka lacks events after event ${gap}.`)
    const left = Object.values(await status.lag()).reduce((sum, messages) => sum + Number(messages), 0)
    if (state === 'filling') await repairs.progress(id, left)
    return 'goes on'
  })
  try {
    await Promise.race([filling, following])
  } finally {
    ending.abort()
    await filling.catch(() => undefined)
  }
}

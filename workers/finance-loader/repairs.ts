/** Publishes the marts anew when somebody asks for it: for all of finance, or because of some payouts. Marts are always made whole of the landing, so both are one. */

import type { Built } from '@/finance/build-marts'
import { replacedFolder, replacingOf, shownBefore } from '@/finance/landing/replace'
import { type Compared, compareFiles } from '@/finance/publish-report'
import { changesOf } from '@/operations/repairs/changes'
import type { RepairKind } from '@/operations/repairs/repair'
import type { OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'

const LOOK_MS = 1_000
const KINDS = ['rebuild-finance', 'replay-payouts', 'replay-from'] as const satisfies readonly RepairKind[]

export type Republication = {
  compare(before: string | null, built: Built, beside: Built): Promise<void>
  isStrict: boolean
  published(): Promise<void>
  refused(why: string): Promise<void>
}
export type Republications = {
  /** What is wanted anew now. */
  wanted(): Republication | null
  /** Looks every second until `signal` aborts. A database that is away only means that nobody can ask. */
  watch(signal: AbortSignal): Promise<void>
}

/** One kind after the other, each until it is published or given up. `landed` are those whose events have landed again. */
export function republications(repairs: WorkerRepairs, dir: string, log: Logger, landed: ReadonlySet<string>): Republications {
  let wanted: { id: string; republication: Republication } | null = null
  return {
    wanted: () => wanted?.republication ?? null,
    async watch(signal) {
      for (; !signal.aborted; await pause(LOOK_MS, signal)) {
        try {
          const repair = await next(repairs, dir, landed)
          if (repair === null) wanted = null
          else if (repair.id !== wanted?.id) {
            await repairs.beginInPlace(repair.id)
            log.info({ id: repair.id }, 'marts are published anew')
            wanted = { id: repair.id, republication: republicationFor(repairs, dir, repair) }
          }
        } catch (error) {
          // Figures go on being published: what was changed could not be noted.
          wanted = null
          log.debug({ err: error }, 'repairs cannot be looked at')
        }
      }
      wanted = null
      await repairs.close()
    },
  }
}

async function next(repairs: WorkerRepairs, dir: string, landed: ReadonlySet<string>): Promise<OpenRepair | null> {
  for (const kind of KINDS) {
    const repair = await repairs.open(kind)
    const isOurs = repair && (repair.state === 'asked' || repair.state === 'filling') && !repair.written.includes('finance')
    if (isOurs && kind === 'replay-from' && !landed.has(repair.id)) continue
    if (isOurs && (repair.scope === null || repair.scope.copies.includes('finance'))) return repair
  }
  // A new landing is in its place, and the figures are still those of the one before.
  const refilled = await repairs.open('refill-finance')
  return refilled?.state === 'proven' && (await replacingOf(dir, refilled.id)) === 'replaced' ? refilled : null
}

/** Each step can be done twice: what was noted first stays. */
function republicationFor(repairs: WorkerRepairs, dir: string, { id, state, scope }: OpenRepair): Republication {
  const ids = scope?.payouts.map((each) => each.id) ?? []
  return {
    isStrict: scope?.mart !== undefined,
    async compare(before, _, { written }) {
      // A new landing may have published for a later event already: then what was published last is its own.
      const shown = state === 'proven' ? await shownBefore(dir, id) : null
      const { marts, ...facts }: Compared = await compareFiles(shown ?? before, written, ids)
      await repairs.note(id, 'finance', { ...changesOf(ids, facts.before, facts.after), marts })
      const why = scope?.mart ? whyNotAlone(scope.mart, marts) : null
      if (why === null) return
      await repairs.refuse(id, why)
      throw new Error(`One mart alone was not published: ${why}`)
    },
    published: () =>
      state === 'proven' ? repairs.done(id, replacedFolder(id)) : repairs.written(id, 'finance', scope?.copies ?? ['finance']),
    refused: (why) => repairs.refuse(id, `The figures cannot be made of what has landed: ${why}. Fill finance anew from Kafka.`),
  }
}

/** One mart is exchanged alone only where every other, made of the same events, is what it was. */
function whyNotAlone(mart: string, marts: Compared['marts']): string | null {
  if (!marts.some((each) => each.mart === mart)) return `There is no mart ${mart}.`
  const others = marts.filter((each) => each.mart !== mart && each.before !== null && each.before.hash !== each.after?.hash)
  if (others.length === 0) return null
  return `${others.map((each) => each.mart).join(', ')} would change as well. Publish finance anew, all of it.`
}

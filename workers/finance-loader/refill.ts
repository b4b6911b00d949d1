/** Fills the landing anew beside the present one, when somebody asks for it. Proven equal to the ledger it takes its place; the published figures stay up all the while. */
import { join } from 'node:path'
import { beginReplacing, dropLanding, refillFolder, replacedFolder, replacingOf } from '@/finance/landing/replace'
import { type Manifest, readManifest } from '@/finance/manifest'
import { newMending } from '@/finance/mending'
import { financeProjection } from '@/finance/projection'
import type { Leftover, OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { Clock } from '@/platform/clock'
import { pause } from '@/platform/retry'
import { LaterEra, project } from '../projection/project'
import type { Around } from '../projection/run'
import { newStatus, type ProjectionStatus } from '../projection/status'

const LOOK_MS = 1_000
const KIND = 'refill-finance'
/** The relay sends again what Kafka has lost, within less. */
const GAP_LIMIT_MS = 60_000

export type RefillOptions = Around & { repairs: WorkerRepairs; dir: string; clock: Clock }

/** Looks every second until `signal` aborts. A database that is away only means that nobody can ask. */
export async function watchRefills(options: RefillOptions): Promise<void> {
  const { repairs, dir, log, signal } = options
  for (; !signal.aborted; await pause(LOOK_MS, signal)) {
    try {
      const repair = await repairs.open(KIND)
      if (repair?.state === 'proven') await takePlace(options, repair)
      else if (repair) await refill(options, repair)
      for (const leftover of await repairs.leftovers(KIND)) await drop(dir, repairs, leftover)
    } catch (error) {
      log.debug({ err: error }, 'repairs cannot be looked at')
    }
  }
  await repairs.close()
}

/** What was given up when it was half in its place has left both behind. */
async function drop(dir: string, repairs: WorkerRepairs, { id, name }: Leftover): Promise<void> {
  if ((await replacingOf(dir, id)) === 'begun') return
  await dropLanding(dir, name)
  if (name === refillFolder(id)) await dropLanding(dir, replacedFolder(id))
  await repairs.dropped(id)
}

/** Lets the loop that keeps the present landing put the new one in its place; it publishes the figures anew after that (repairs.ts). */
async function takePlace({ repairs, dir, newestEra, log }: RefillOptions, { id }: OpenRepair): Promise<void> {
  const stands = await replacingOf(dir, id)
  if (stands === 'none') await repairs.unproven(id)
  if (stands !== 'filled') return
  log.info({ id }, 'the landing that was filled anew takes its place')
  await beginReplacing(dir, id, await newestEra())
}

/** Until it is proven, or has ended: refused, or cancelled by a person. */
async function refill(options: RefillOptions, { id }: OpenRepair): Promise<void> {
  const { repairs, dir, clock, log } = options
  const made = await repairs.begin(id, refillFolder(id))
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const status = newStatus()
  const era = await options.newestEra()
  const projection = financeProjection({
    ...{ dir: join(dir, made), era, clock, log, mending: newMending() },
    refill: {
      group: `finance-loader-${made}`,
      async covers(manifest) {
        if (await isCaughtUp(dir, manifest)) await repairs.filled(id)
      },
      refused: (why) => repairs.refuse(id, `Its figures cannot be made of what Kafka holds: ${why}.`),
    },
  })
  log.info({ id }, 'finance is filled anew beside the present landing')
  const filling = project(projection, { ...options, era, signal }, status).catch(async (error: unknown) => {
    if (error instanceof LaterEra) await repairs.refuse(id, 'The history began anew meanwhile, and finance fills itself from the new one.')
    else throw error
  })
  try {
    await Promise.race([filling, follow(options, id, status, signal)])
  } finally {
    ending.abort()
    await filling.catch(() => undefined)
  }
}

/** Whether it covers what people see now. */
async function isCaughtUp(dir: string, { era, position }: Manifest): Promise<boolean> {
  const present = await readManifest(dir).catch(() => null)
  return present === null || present.era !== era || BigInt(position) >= BigInt(present.position)
}

/** Says how far it is; ends when the repair has, or when it is proven: then nothing more may be written to it. */
async function follow({ repairs, log }: RefillOptions, id: string, status: ProjectionStatus, signal: AbortSignal): Promise<void> {
  let wholeAtMs = performance.now()
  for (; !signal.aborted; await pause(LOOK_MS, signal)) {
    try {
      const open = await repairs.open(KIND)
      if (open?.id !== id || open.state === 'proven') return
      const [gap] = Object.values(status.gaps())
      if (gap === undefined) wholeAtMs = performance.now()
      else if (performance.now() - wholeAtMs > GAP_LIMIT_MS) await repairs.refuse(id, `Kafka lacks events after event ${gap}.`)
      const left = Object.values(await status.lag()).reduce((sum, messages) => sum + Number(messages), 0)
      if (open.state === 'filling') await repairs.progress(id, left)
    } catch (error) {
      log.debug({ err: error }, 'how far the repair is could not be said')
    }
  }
}

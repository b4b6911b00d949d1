/** Fills the landing anew beside the present one, when somebody asks for it. Proven equal to the ledger it takes its place; the published figures stay up all the while. */
import { join } from 'node:path'
import { beginReplacing, dropLanding, refillFolder, replacedFolder, replacingOf } from '@/finance/landing/replace'
import { type Manifest, readManifest } from '@/finance/manifest'
import { newMending } from '@/finance/mending'
import { financeProjection } from '@/finance/projection'
import type { Leftover, OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { Clock } from '@/platform/clock'
import { fillBeside } from '../projection/fill-beside'
import { watchRepairs } from '../projection/follow-repair'
import type { Around } from '../projection/run'

const KIND = 'refill-finance'

export type RefillOptions = Around & { repairs: WorkerRepairs; dir: string; clock: Clock }

/** Looks every second until `signal` aborts. A database that is away only means that nobody can ask. */
export async function watchRefills(options: RefillOptions): Promise<void> {
  const { repairs, dir, log, signal } = options
  await watchRepairs({ repairs, log, signal }, async () => {
    const repair = await repairs.open(KIND)
    if (repair?.state === 'proven') await takePlace(options, repair)
    else if (repair) await refill(options, repair)
    for (const leftover of await repairs.leftovers(KIND)) await drop(dir, repairs, leftover)
  })
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
  // Once it is proven nothing more may be written to it.
  await fillBeside(options, { kind: KIND, id, era, copy: 'finance', projection, endsWhen: ['proven'] })
}

/** Whether it covers what people see now. */
async function isCaughtUp(dir: string, { era, position }: Manifest): Promise<boolean> {
  const present = await readManifest(dir).catch(() => null)
  return present === null || present.era !== era || BigInt(position) >= BigInt(present.position)
}

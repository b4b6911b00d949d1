/** Lands every event from one on again, when somebody asks for it: where it has landed as it came nothing is written. The figures are published anew after that (repairs.ts). */
import { type LandedOtherwise, type Relanding, relanding } from '@/finance/landing/land-again'
import type { Mending } from '@/finance/mending'
import { newTally } from '@/operations/repairs/changes'
import type { CopyReport } from '@/operations/repairs/repair'
import type { OpenRepair } from '@/operations/repairs/worker-repairs'
import { EventsLacking, findStretch, readStretch, type Stretch } from '../kafka/read-stretch'
import { followed, watchRepairs } from '../projection/follow-repair'
import type { RefillOptions } from './refill'

const KIND = 'replay-from'
const SHOWN = 12

/** `landed` are repairs of which all has landed again: their figures can be made. */
export type ReplayOptions = RefillOptions & { mending: Mending; landed: Set<string> }

/** Looks every second until `signal` aborts. */
export async function watchReplaysFrom(options: ReplayOptions): Promise<void> {
  const { repairs, log, signal, onError, landed } = options
  await watchRepairs({ repairs, log, signal, onError }, async () => {
    const repair = await repairs.open(KIND)
    if (repair && !landed.has(repair.id)) await replayFrom(options, repair)
  })
}

async function replayFrom(options: ReplayOptions, { id, state, scope, written }: OpenRepair): Promise<void> {
  const { repairs, dir, mending, clock, landed, log } = options
  const stretch = scope?.stretch
  if (!stretch || !scope.copies.includes('finance') || written.includes('finance') || (state !== 'asked' && state !== 'filling')) return
  const era = await options.newestEra()
  if (era !== stretch.era)
    return repairs.refuse(id, `The history began anew meanwhile: events of era ${stretch.era} are not meant any more.`)
  await repairs.beginInPlace(id)
  log.info({ id, from: stretch.position, upTo: stretch.upTo }, 'events are landed again')
  await followed(options, KIND, id, async (signal, onRead) => {
    const events = Number(BigInt(stretch.upTo) - BigInt(stretch.position)) + 1
    // Search reads them more often, and says how far both are.
    const said = scope.copies.includes('search') ? () => undefined : (read: number) => onRead(events, Math.max(0, events - read))
    const landing = relanding(dir, era, mending, clock)
    try {
      const { found, report } = await compare({ ...options, signal }, landing, stretch, said)
      await repairs.note(id, 'landing', report)
      const from = BigInt(stretch.position)
      if (report.changedCount > 0)
        await readStretch({ ...options, signal }, found, (partition, some) => landing.land(partition, some, from))
    } catch (error) {
      if (error instanceof EventsLacking)
        return repairs.refuse(id, `${error.message}. Nothing more was written. Fill Kafka anew, then ask again.`)
      throw error
    }
    landed.add(id)
  })
}

/** What has landed otherwise, with a hash of all before and after, and where the events lie. Nothing is written. @throws EventsLacking */
async function compare(
  options: ReplayOptions,
  landing: Relanding,
  stretch: Stretch,
  said: (read: number) => void,
): Promise<{ found: Stretch; report: CopyReport }> {
  let tally = newTally()
  let read = 0
  const found = await findStretch(
    options,
    stretch,
    async (partition, events) => {
      const { apart, before, after } = await landing.compare(partition, events, BigInt(stretch.position))
      tally.add({ changed: apart.map(changeOf), changedCount: apart.length }, before, after)
      said((read += events.length))
    },
    () => {
      tally = newTally()
      read = 0
    },
  )
  return { found, report: tally.report('events') }
}

const changeOf = ({ about, position, was, is }: LandedOtherwise): CopyReport['changed'][number] => ({
  payoutId: about,
  fields: [{ field: `event ${position}`, expected: is?.slice(0, SHOWN) ?? null, actual: was?.slice(0, SHOWN) ?? null }],
})

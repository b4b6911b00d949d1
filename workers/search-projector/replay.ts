/** Writes some payouts into the answering index again, from their events, when somebody asks for it. Until it is proven by a comparison it is not done. */

import { changesOf } from '@/operations/repairs/changes'
import type { CopyReport } from '@/operations/repairs/repair'
import type { OpenRepair } from '@/operations/repairs/worker-repairs'
import { pause } from '@/platform/retry'
import { isCurrent } from '@/search/definition'
import { aliasedIndex } from '@/search/progress'
import { asWritten, heldPayouts, writeAgain } from '@/search/write-again'
import { followed, watchRepairs } from '../projection/follow-repair'
import { type ReadAgain, readAgain } from '../projection/read-again'
import type { RebuildOptions } from './rebuild'

const KIND = 'replay-payouts'
const INDEX_LIMIT_MS = 3_000
/** What was committed a moment ago may not be in Kafka yet. */
const READS_MAX = 8
const READ_AGAIN_MS = 2_000

/** Looks every second until `signal` aborts. */
export async function watchReplays(options: RebuildOptions): Promise<void> {
  const { repairs, log, signal, onError } = options
  await watchRepairs({ repairs, log, signal, onError }, async () => {
    const repair = await repairs.open(KIND)
    if (repair) await replay(options, repair)
  })
}

/** One step after the other, each of which can be done twice. @throws when a store is away: it is begun again within a second. */
async function replay(options: RebuildOptions, { id, scope, written }: OpenRepair): Promise<void> {
  const { repairs, search, log } = options
  if (scope === null || !scope.copies.includes('search') || written.includes('search')) return
  const era = await options.newestEra()
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  if (index === null || !isCurrent(search.prefix, era, index))
    return repairs.refuse(id, 'Search is being filled anew, from the same events. Ask again once it has been, if it is still needed.')
  await repairs.beginInPlace(id)
  log.info({ id, payouts: scope.payouts.length, index }, 'payouts are replayed')
  await followed(options, KIND, id, async (signal, onRead) => {
    const kafka = { ...options, era, signal, onRead }
    const read = await readWhole(kafka, scope)
    const lacking = scope.payouts.filter((each) => lacks(read, each))
    const [unreadable] = read.unreadable
    if (unreadable) return repairs.refuse(id, `An event of payout ${unreadable[0]} cannot be read: ${unreadable[1]}`)
    if (lacking.length > 0)
      return repairs.refuse(
        id,
        `Kafka does not hold the events of ${lacking.length === 1 ? `payout ${lacking[0]?.id}` : `${lacking.length} payouts`}. The relay sends what Kafka has lost again; ask again once it has.`,
      )
    const ids = scope.payouts.map((each) => each.id)
    const extra = ids.filter((each) => !read.newest.has(each))
    await repairs.note(id, 'search', await reportOf(options, index, ids, read))
    const refused = await writeAgain(search, index, [...read.newest.values()], { extra })
    if (refused.length > 0) return repairs.refuse(id, `The index does not take ${refused[0]}`)
    // What the loop applied meanwhile may have been refused in the place of what was altered.
    const after = await readAgain(kafka, ids, read.ends)
    await writeAgain(search, index, [...after.newest.values()])
    await search.client.indices.refresh({ index })
    // Where another index has come into its place meanwhile, that one is written as well.
    if ((await aliasedIndex(search, INDEX_LIMIT_MS)) === index) await repairs.written(id, 'search', scope.copies)
  })
}

const lacks = ({ newest }: ReadAgain, { id, version }: { id: string; version: number | null }): boolean =>
  version !== null && (newest.get(id)?.state.version ?? 0) < version

type Scope = NonNullable<OpenRepair['scope']>

/** From where the journal says that they begin; all of their partitions where they are not found there. */
async function readWhole(kafka: Parameters<typeof readAgain>[0], { payouts, from }: Scope): Promise<ReadAgain> {
  const ids = payouts.map(({ id }) => id)
  const offsets = from && new Map(from.map((offset, partition) => [partition, BigInt(offset)]))
  const first = await readAgain(kafka, ids, offsets)
  const whole = offsets !== null && payouts.some((each) => lacks(first, each)) ? await readAgain(kafka, ids, null) : first
  for (let reads = 0; reads < READS_MAX && payouts.some((each) => lacks(whole, each)); reads += 1) {
    await pause(READ_AGAIN_MS, kafka.signal)
    const more = await readAgain(kafka, ids, whole.ends)
    for (const [id, placed] of more.newest) whole.newest.set(id, placed)
    for (const [id, reason] of more.unreadable) whole.unreadable.set(id, reason)
    whole.ends = more.ends
  }
  return whole
}

async function reportOf({ search }: RebuildOptions, index: string, ids: readonly string[], read: ReadAgain): Promise<CopyReport> {
  const after = [...read.newest.values()].map(({ state }) => asWritten(state))
  return { ...changesOf(ids, await heldPayouts(search, index, ids), after), marts: [] }
}

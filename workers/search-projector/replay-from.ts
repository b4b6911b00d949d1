/** Writes every event from one on into the answering index again, when somebody asks for it: what they say already stays as it is. */
import type { PayoutState } from '@/events/read-event'
import { readEvent } from '@/events/read-event'
import { changesOf, newTally } from '@/operations/repairs/changes'
import type { CopyReport } from '@/operations/repairs/repair'
import type { OpenRepair } from '@/operations/repairs/worker-repairs'
import { isCurrent } from '@/search/definition'
import { aliasedIndex } from '@/search/progress'
import { asWritten, heldPayouts, laterThan, writeAgain } from '@/search/write-again'
import { EventsLacking, findStretch, type Keyed, readStretch, type Stretch } from '../kafka/read-stretch'
import { followed, watchRepairs } from '../projection/follow-repair'
import type { RebuildOptions } from './rebuild'

const KIND = 'replay-from'
const INDEX_LIMIT_MS = 3_000
/** Which event is the newest of its payout; what differs; then all is written. */
const READINGS = 3

/** Looks every second until `signal` aborts. */
export async function watchReplaysFrom(options: RebuildOptions): Promise<void> {
  const { repairs, log, signal, onError } = options
  await watchRepairs({ repairs, log, signal, onError }, async () => {
    const repair = await repairs.open(KIND)
    if (repair) await replayFrom(options, repair)
  })
}

/** Each step can be done twice. @throws when a store is away: it is begun again within a second. */
async function replayFrom(options: RebuildOptions, { id, state, scope, written }: OpenRepair): Promise<void> {
  const { repairs, search, log } = options
  const stretch = scope?.stretch
  if (!stretch || !scope.copies.includes('search') || written.includes('search') || (state !== 'asked' && state !== 'filling')) return
  const era = await options.newestEra()
  if (era !== stretch.era)
    return repairs.refuse(id, `The history began anew meanwhile: events of era ${stretch.era} are not meant any more.`)
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  if (index === null || !isCurrent(search.prefix, era, index))
    return repairs.refuse(id, 'Search is being filled anew, from the same events. Ask again once it has been, if it is still needed.')
  await repairs.beginInPlace(id)
  log.info({ id, from: stretch.position, upTo: stretch.upTo, index }, 'events are replayed')
  await followed(options, KIND, id, async (signal, onRead) => {
    const writing = new Replay({ ...options, signal }, index, stretch, onRead)
    try {
      await writing.find()
      await repairs.note(id, 'search', await writing.compare())
      const refused = await writing.write()
      if (refused !== null) return repairs.refuse(id, `The index does not take ${refused}`)
    } catch (error) {
      if (error instanceof EventsLacking)
        return repairs.refuse(id, `${error.message}. Nothing more was written. Fill Kafka anew, then ask again.`)
      throw error
    }
    await search.client.indices.refresh({ index })
    // Where another index has come into its place meanwhile, that one is written as well.
    if ((await aliasedIndex(search, INDEX_LIMIT_MS)) === index) await repairs.written(id, 'search', scope.copies)
  })
}

type Newest = { state: PayoutState; position: bigint }

/** One replay. Of a payout only the newest event is written; which one that is, is kept as its position, 8 bytes for each payout. */
class Replay {
  readonly #options: RebuildOptions
  readonly #index: string
  readonly #upTo: bigint
  readonly #said: (reading: number, read: number) => void
  #stretch: Stretch
  #newest: ReadonlySet<number> = new Set()

  constructor(options: RebuildOptions, index: string, stretch: Stretch, onRead: (total: number, left: number) => void) {
    this.#options = options
    this.#index = index
    this.#stretch = stretch
    this.#upTo = BigInt(stretch.upTo)
    const events = Number(this.#upTo - BigInt(stretch.position)) + 1
    this.#said = (reading, read) => onRead(events, Math.max(0, Math.round(events - (reading * events + read) / READINGS)))
  }

  /** @throws EventsLacking */
  async find(): Promise<void> {
    let newest = new Map<string, number>()
    let read = 0
    const take = (_: number, events: readonly Keyed[]) => {
      for (const { key, position } of events) newest.set(key, Number(position))
      this.#said(0, (read += events.length))
    }
    this.#stretch = await findStretch(this.#options, this.#stretch, take, () => {
      newest = new Map()
      read = 0
    })
    this.#newest = new Set(newest.values())
  }

  /** What will be different, and a hash of all that it is about before and after. Nothing is written. */
  async compare(): Promise<CopyReport> {
    const { search } = this.#options
    const tally = newTally()
    await this.#each(1, async (newest) => {
      const later = await laterThan(
        search,
        this.#index,
        newest.map(({ state }) => state.id),
        this.#upTo,
      )
      const due = newest.filter(({ state }) => !later.has(state.id))
      const ids = due.map(({ state }) => state.id)
      const [before, after] = [await heldPayouts(search, this.#index, ids), due.map(({ state }) => asWritten(state))]
      const text = ({ id, texts, altered }: (typeof after)[number]) => JSON.stringify([id, texts, altered])
      tally.add(changesOf(ids, before, after), before.map(text), after.map(text))
    })
    return tally.report('payouts')
  }

  /** @returns why the index does not take one of them; null when it has taken all. */
  async write(): Promise<string | null> {
    let refused: string | null = null
    await this.#each(2, async (newest) => {
      refused ??= (await writeAgain(this.#options.search, this.#index, newest, { upTo: this.#upTo }))[0] ?? null
    })
    return refused
  }

  async #each(reading: number, take: (newest: Newest[]) => Promise<void>): Promise<void> {
    let read = 0
    await readStretch(this.#options, this.#stretch, async (_, events) => {
      const newest = events.flatMap((event) => (this.#newest.has(Number(event.position)) ? payoutIn(event) : []))
      if (newest.length > 0) await take(newest)
      this.#said(reading, (read += events.length))
    })
  }
}

/** Events of others, and those that cannot be read, change nothing here: the copy has them among its dead letters. */
function payoutIn({ value, position }: Keyed): Newest[] {
  const event = readEvent(value)
  return event.kind === 'payout' ? [{ state: event.data.payout, position }] : []
}

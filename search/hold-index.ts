/** The index held still at one point in time, for a comparison. */
import { createHash } from 'node:crypto'
import type { estypes } from '@elastic/elasticsearch'
import { addToBucket, type Bucket, canonicalPayout, emptyBuckets, fingerprintOf } from '@/events/canonical'
import type { HeldCopy, HeldPayout, HeldSums } from '@/events/held-copy'
import { type Search, statusOf } from './client'
import { type KeptLetter, LETTER_KINDS } from './dead-letters'
import { aliasOf, isCurrent } from './definition'
import { aliasedIndex, progressOf } from './progress'
import { isUnaltered, positionIn, readBack, stateIn } from './read-back'

const KEPT = '5m'
const PAGE = 2_000
/** More that is altered says nothing more: the index is to be rebuilt. */
const SUSPECTS_MAX = 2_000
const INDEX_LIMIT_MS = 3_000
/** Whatever is none of the copy's own notes, so that a payout that was made to look like another thing is missed. */
const PAYOUTS: estypes.QueryDslQueryContainer = { bool: { must_not: { terms: { kind: ['progress', ...Object.values(LETTER_KINDS)] } } } }

type Document = Record<string, unknown>
type Hit = { id: string; document: Document }

/** The index that readers are led to; null when none was filled yet. @throws when search is down. */
export async function holdSearch(search: Search): Promise<HeldCopy | null> {
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  return index === null ? null : holdIndex(search, index)
}

/** Which filling answers, by a name that no other has or had; null when none does. @throws when search is down. */
export const answeringFilling = (search: Search): Promise<string | null> => fillingOf(search, aliasOf(search.prefix))

/** By the name that no other filling has or had; null when there is no such index. @throws when search is down. */
export async function fillingOf({ client }: Search, index: string): Promise<string | null> {
  const found = await client.indices
    .getSettings({ index, name: 'index.uuid' }, { requestTimeout: INDEX_LIMIT_MS })
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return {}
      throw error
    })
  return Object.values(found)[0]?.settings?.index?.uuid ?? null
}

/** One index. Its progress is read first: what it claims can then be found. */
export async function holdIndex(search: Search, index: string): Promise<HeldCopy> {
  const { era, position } = await progressOf(search, index)
  const { id } = await search.client.openPointInTime({ index, keep_alive: KEPT })
  const isOlder = !isCurrent(search.prefix, era, index)
  const point: Point = { search, pit: id, isOlder }
  return {
    ...{ name: 'search', era, position: BigInt(position ?? 0), isOlder },
    // An older document may lack what a quick comparison adds up.
    sums: (upTo, tier) => (tier === 'deep' || isOlder ? readSums(point, upTo) : storedSums(point, upTo)),
    payouts: (bucket, ids) => payoutsOf(point, bucket, ids),
    deadLettered: (ids) => deadLettered(point, ids),
    figures: async () => [],
    release: () =>
      search.client.closePointInTime({ id }).then(
        () => undefined,
        () => undefined, // it ends by itself
      ),
  }
}

type Point = { search: Search; pit: string; isOlder: boolean }

/** What was stored beside the payouts, added up by Elasticsearch: in doubles, which hold sums of 32-bit numbers of two million payouts a bucket exactly. */
async function storedSums(point: Point, upTo: bigint): Promise<HeldSums> {
  const sum = (field: string) => ({ sum: { field } })
  const { aggregations } = await point.search.client.search({
    pit: { id: point.pit, keep_alive: KEPT },
    size: 0,
    query: { bool: { filter: [PAYOUTS, { range: { position: { lte: String(upTo) } } }] } },
    aggs: {
      buckets: { terms: { field: 'bucket', size: 70_000 }, aggs: { high: sum('fingerprintHigh'), low: sum('fingerprintLow') } },
    },
  })
  const found = (aggregations as unknown as { buckets: { buckets: StoredBucket[] } }).buckets.buckets
  const buckets = emptyBuckets()
  for (const { key, doc_count, high, low } of found) {
    // What was put into a bucket that there is not is added to the first: its own bucket lacks it, and that one differs as well.
    const bucket = buckets[key] ?? (buckets[0] as Bucket)
    bucket.count += doc_count
    bucket.high += whole(high.value)
    bucket.low += whole(low.value)
  }
  const newer = idsOf(point, { range: { position: { gt: String(upTo) } } })
  const has = (field: string) => ({ bool: { must_not: { exists: { field } } } })
  const unplaced = idsOf(point, { bool: { should: [has('bucket'), has('position')], minimum_should_match: 1 } }, SUSPECTS_MAX)
  return { buckets, newer: await newer, suspects: await unplaced }
}

type StoredBucket = { key: number; doc_count: number; high: { value: number }; low: { value: number } }

/** A sum that is no whole number, or past what a double holds, is none of ours. */
const whole = (value: number): bigint => (Number.isSafeInteger(value) ? BigInt(value) : -1n)

/** Every document read back. One that was altered is told apart from every payout. */
async function readSums(point: Point, upTo: bigint): Promise<HeldSums> {
  const sums: HeldSums = { buckets: emptyBuckets(), newer: [], suspects: [] }
  for await (const page of pages(point, PAYOUTS)) {
    for (const { id, document } of page) {
      const position = positionIn(document)
      if (position !== null && position > upTo) sums.newer.push(id)
      else addToBucket(sums.buckets, id, fingerprintIn(id, document, point.isOlder, sums.suspects))
    }
  }
  return sums
}

function fingerprintIn(id: string, document: Document, isOlder: boolean, suspects: string[]): [number, number] {
  const state = stateIn(document)
  if (state?.id === id && (isOlder || isUnaltered(id, document, state))) return fingerprintOf(canonicalPayout(state))
  if (suspects.length < SUSPECTS_MAX) suspects.push(id)
  const digest = createHash('md5')
    .update(`altered ${JSON.stringify(document)}`)
    .digest()
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)]
}

async function payoutsOf(point: Point, bucket: number, ids: readonly string[]): Promise<HeldPayout[]> {
  const placed: estypes.QueryDslQueryContainer = { bool: { filter: [PAYOUTS, { term: { bucket } }] } }
  const named: estypes.QueryDslQueryContainer = { bool: { filter: [PAYOUTS, { ids: { values: [...ids] } }] } }
  const found = new Map<string, HeldPayout>()
  for (const query of point.isOlder ? [named] : [placed, named]) {
    for await (const page of pages(point, query)) for (const { id, document } of page) found.set(id, readBack(id, document, point.isOlder))
  }
  return [...found.values()]
}

async function deadLettered({ search, pit }: Point, ids: readonly string[]): Promise<Set<string>> {
  const { hits } = await search.client.search<{ note: KeptLetter }>({
    ...{ pit: { id: pit, keep_alive: KEPT }, size: PAGE, query: { terms: { kind: Object.values(LETTER_KINDS) } }, sort: [{ at: 'desc' }] },
  })
  // What two people gave up is lacking for good.
  const lacking = hits.hits.flatMap((hit) => (hit._source && hit._source.note.settled?.how !== 'applied' ? [hit._source.note] : []))
  const texts = lacking.map(({ bytes }) => Buffer.from(bytes, 'base64').toString())
  return new Set(ids.filter((id) => texts.some((text) => text.includes(id))))
}

async function idsOf(point: Point, query: estypes.QueryDslQueryContainer, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const ids: string[] = []
  for await (const page of pages(point, { bool: { filter: [PAYOUTS, query] } }, false)) {
    for (const { id } of page) ids.push(id)
    if (ids.length >= limit) break
  }
  return ids
}

/** Pages of what a query finds, the next one asked for while one is worked on. */
async function* pages({ search, pit }: Point, query: estypes.QueryDslQueryContainer, _source = true): AsyncGenerator<Hit[]> {
  const ask = (after?: estypes.SortResults): Promise<estypes.SearchHit<Document>[]> =>
    search.client
      .search<Document>({
        ...{ pit: { id: pit, keep_alive: KEPT }, size: PAGE, query, _source, sort: ['_shard_doc'], track_total_hits: false },
        ...(after && { search_after: after }),
      })
      .then((answer) => answer.hits.hits)
  let asking: ReturnType<typeof ask> | null = ask()
  while (asking) {
    const hits: estypes.SearchHit<Document>[] = await asking
    const last = hits.at(-1)?.sort
    asking = last && hits.length === PAGE ? ask(last) : null
    // Whoever stops reading must not leave a failure behind that nobody hears of.
    asking?.catch(() => undefined)
    yield hits.map((hit) => ({ id: hit._id ?? '', document: hit._source ?? {} }))
  }
}

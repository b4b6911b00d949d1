/** How far the index has got, kept in the index itself, one document per partition. */
import { PARTITIONS, type Watermark } from '@/events/topics'
import type { Coverage } from '@/platform/freshness'
import { type Search, statusOf } from './client'
import { LETTER_KINDS } from './dead-letters'
import { aliasOf, isCurrent, writeAliasOf } from './definition'
import { type DeadLetter, IndexGone } from './writer'

/** `applied` is durable; `mark` is the newest watermark whose events of this partition can be found. */
export type PartitionProgress = {
  partition: number
  applied: string
  mark: Pick<Watermark, 'position' | 'coveredUntil' | 'horizonXid' | 'era'> | null
  gapAt: string | null
}

const NOTHING = (partition: number): PartitionProgress => ({ partition, applied: '0', mark: null, gapAt: null })
const idOf = (partition: number): string => `progress-${partition}`

/** The progress of every partition of one index, read past the refresh. */
export async function readPartitions({ client }: Search, index: string): Promise<PartitionProgress[]> {
  const ids = Array.from({ length: PARTITIONS }, (_, partition) => idOf(partition))
  const { docs } = await client.mget<{ note: PartitionProgress }>({ index, ids })
  if (docs.some((doc) => 'error' in doc && doc.error?.type === 'index_not_found_exception')) throw new IndexGone(index)
  return docs.map((doc, partition) => ('_source' in doc && doc._source ? doc._source.note : NOTHING(partition)))
}

/** Called by the projector alone; durable when it resolves. @throws IndexGone, or an Error naming the partition that was not recorded. */
export async function recordPartitions({ client }: Search, index: string, moved: readonly PartitionProgress[]): Promise<void> {
  if (moved.length === 0) return
  const operations = moved.flatMap((progress) => [
    { index: { _id: idOf(progress.partition) } },
    { kind: 'progress', partition: progress.partition, note: progress },
  ])
  const answer = await client.bulk({ index: writeAliasOf(index), require_alias: true, operations }).catch((error: unknown) => {
    throw statusOf(error) === 404 ? new IndexGone(index) : error
  })
  const failed = answer.items.find((item) => item.index?.error)?.index
  if (failed?.status === 404) throw new IndexGone(index)
  if (failed) throw new Error(`${failed._id} was not recorded: ${failed.error?.reason ?? failed.error?.type}`)
}

/** `index` is null as long as no index was filled: then nothing is covered. */
export type SearchProgress = Coverage & { horizonXid: string; era: number; index: string | null }

const NOT_FILLED: SearchProgress = { index: null, era: 1, coveredUntil: null, position: null, horizonXid: '0', deadLetters: 0, gapAt: null }

/** What the index readers see covers; null when search does not answer. */
export async function readProgress(search: Search): Promise<SearchProgress | null> {
  try {
    const index = await aliasedIndex(search, 2_000)
    return index === null ? NOT_FILLED : await progressOf(search, index)
  } catch {
    return null
  }
}

/** The index that readers are led to. @throws when search does not answer. */
export async function aliasedIndex({ client, prefix }: Search, requestTimeout: number): Promise<string | null> {
  const aliased = await client.indices.getAlias({ name: aliasOf(prefix) }, { requestTimeout }).catch((error: unknown) => {
    if (statusOf(error) === 404) return {}
    throw error
  })
  return Object.keys(aliased)[0] ?? null
}

/** What all partitions of `index` claim: the oldest of their marks. */
export async function progressOf(search: Search, index: string): Promise<SearchProgress> {
  const [partitions, { count }] = await Promise.all([
    readPartitions(search, index),
    search.client.count({ index, query: { term: { kind: LETTER_KINDS.open } } }),
  ])
  const marks = partitions.map((each) => each.mark)
  const oldest = marks.reduce((a, b) => (a === null || b === null ? null : BigInt(a.horizonXid) <= BigInt(b.horizonXid) ? a : b))
  return {
    index,
    era: oldest?.era ?? 1,
    coveredUntil: oldest?.coveredUntil ?? null,
    position: oldest?.position ?? null,
    horizonXid: oldest?.horizonXid ?? '0',
    deadLetters: count,
    gapAt: partitions.find((each) => each.gapAt !== null)?.gapAt ?? null,
  }
}

/** How many documents stand in an index of an older definition than the code's, while that answers; null before one was filled. @throws when search is down. */
export async function payoutsOfOlderIndex(search: Search): Promise<number | null> {
  const index = await aliasedIndex(search, 2_000)
  if (index === null) return null
  const { era } = await progressOf(search, index)
  if (isCurrent(search.prefix, era, index)) return 0
  const query = { bool: { must_not: { terms: { kind: ['progress', 'dead-letter'] } } } }
  return (await search.client.count({ index, query })).count
}

const LETTERS_MAX = 50

export type ListedLetter = Pick<DeadLetter, 'partition' | 'position' | 'offset' | 'reason' | 'at'>

/** The newest open dead letters, without their bytes. */
export async function listDeadLetters({ client, prefix }: Search): Promise<ListedLetter[]> {
  const { hits } = await client.search<{ note: DeadLetter }>({
    index: aliasOf(prefix),
    size: LETTERS_MAX,
    query: { term: { kind: LETTER_KINDS.open } },
    sort: [{ at: 'desc' }],
  })
  return hits.hits.flatMap((hit) => {
    if (!hit._source) return []
    const { partition, position, offset, reason, at } = hit._source.note
    return [{ partition, position, offset, reason, at }]
  })
}

/** How far the index has got, kept in the index itself, one document per partition. */
import type { Watermark } from '@/events/topics'
import { PARTITIONS } from '@/events/topics'
import type { Coverage } from '@/platform/freshness'
import { type Search, statusOf } from './client'
import { aliasOf } from './definition'
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
  if (docs.some((doc) => 'error' in doc && doc.error?.type === 'index_not_found_exception')) throw new IndexGone(`index ${index} is gone`)
  return docs.map((doc, partition) => ('_source' in doc && doc._source ? doc._source.note : NOTHING(partition)))
}

/** Called by the projector alone; durable when it resolves. */
export async function recordPartition({ client }: Search, index: string, progress: PartitionProgress): Promise<void> {
  await client
    .index({
      index,
      id: idOf(progress.partition),
      require_alias: false,
      document: { kind: 'progress', partition: progress.partition, note: progress },
    })
    .catch((error: unknown) => {
      throw statusOf(error) === 404 ? new IndexGone(`index ${index} is gone`) : error
    })
}

export type SearchProgress = Coverage & { horizonXid: string; era: number; index: string }

/** What the index readers see covers; null when search does not answer. */
export async function readProgress(search: Search): Promise<SearchProgress | null> {
  try {
    const [index] = Object.keys(await search.client.indices.getAlias({ name: aliasOf(search.prefix) }, { requestTimeout: 2_000 }))
    return index === undefined ? null : await progressOf(search, index)
  } catch {
    return null
  }
}

/** What all partitions of `index` claim: the oldest of their marks. */
export async function progressOf(search: Search, index: string): Promise<SearchProgress> {
  const partitions = await readPartitions(search, index)
  const marks = partitions.map((each) => each.mark)
  const oldest = marks.reduce((a, b) => (a === null || b === null ? null : BigInt(a.horizonXid) <= BigInt(b.horizonXid) ? a : b))
  const { count } = await search.client.count({ index, query: { term: { kind: 'dead-letter' } } })
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

const LETTERS_MAX = 50

/** The newest dead letters, without their bytes. */
export async function listDeadLetters({ client, prefix }: Search): Promise<Omit<DeadLetter, 'bytes'>[]> {
  const { hits } = await client.search<{ note: DeadLetter }>({
    index: aliasOf(prefix),
    size: LETTERS_MAX,
    query: { term: { kind: 'dead-letter' } },
  })
  return hits.hits.flatMap((hit) => {
    if (!hit._source) return []
    const { bytes: _, ...letter } = hit._source.note
    return [letter]
  })
}

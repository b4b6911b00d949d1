/** What the index holds, as a fingerprint: computed from the stored documents, not from anything the writer claims. */
import { createHash } from 'node:crypto'
import { BUCKETS, bucketOf, canonicalPayout, fingerprintOf } from '@/events/canonical'
import { type PayoutState, readPayoutState } from '@/events/read-event'
import type { Search } from './client'
import { documentOf } from './document'

/** Per bucket: how many payouts, and the sums of the two halves of their fingerprints. */
export type Bucket = { count: number; high: bigint; low: bigint }

const PAGE = 2_000

/**
 * Reads every payout of `index` that a search can find, at one point in time. A document that is not exactly what its state makes of it, in every
 * field that is searched, was altered: it is told apart from every payout.
 */
export async function fingerprint({ client }: Search, index: string): Promise<Bucket[]> {
  const { id } = await client.openPointInTime({ index, keep_alive: '1m' })
  const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({ count: 0, high: 0n, low: 0n }))
  let after: (string | number)[] | undefined
  try {
    for (;;) {
      const { hits } = await client.search<Record<string, unknown>>({
        pit: { id, keep_alive: '1m' },
        size: PAGE,
        query: { bool: { must_not: { terms: { kind: ['progress', 'dead-letter'] } } } },
        sort: ['_shard_doc'],
        track_total_hits: false,
        ...(after && { search_after: after }),
      })
      for (const hit of hits.hits) add(buckets, hit._id ?? '', hit._source ?? {})
      after = hits.hits.at(-1)?.sort as (string | number)[] | undefined
      if (!after) return buckets
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined)
  }
}

function add(buckets: Bucket[], id: string, document: Record<string, unknown>): void {
  const state = unaltered(id, document)
  const bucket = buckets[bucketOf(id)] ?? (buckets[0] as Bucket)
  const [high, low] = state ? fingerprintOf(canonicalPayout(state)) : alteredOf(document)
  bucket.count += 1
  bucket.high += BigInt(high)
  bucket.low += BigInt(low)
}

/** The state inside, when the document is what the writer makes of that state. */
function unaltered(id: string, document: Record<string, unknown>): PayoutState | null {
  const state = readPayoutState(document.state)
  if (state?.id !== id) return null
  return JSON.stringify(documentOf(document.state as PayoutState)) === JSON.stringify(document) ? state : null
}

function alteredOf(document: Record<string, unknown>): [high: number, low: number] {
  const digest = createHash('md5')
    .update(`altered ${JSON.stringify(document)}`)
    .digest()
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)]
}

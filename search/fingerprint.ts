/** What the index holds, as a fingerprint: computed from the stored states, not from anything the writer claims. */
import { BUCKETS, bucketOf, canonicalPayout, fingerprintOf } from '@/events/canonical'
import type { PayoutState } from '@/events/read-event'
import type { Search } from './client'

/** Per bucket: how many payouts, and the sums of the two halves of their fingerprints. */
export type Bucket = { count: number; high: bigint; low: bigint }

const PAGE = 5_000

/** Reads every payout of `index` that a search can find, at one point in time. */
export async function fingerprint({ client }: Search, index: string): Promise<Bucket[]> {
  const { id } = await client.openPointInTime({ index, keep_alive: '1m' })
  const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({ count: 0, high: 0n, low: 0n }))
  let after: (string | number)[] | undefined
  try {
    for (;;) {
      const { hits } = await client.search<{ state: PayoutState }>({
        pit: { id, keep_alive: '1m' },
        size: PAGE,
        query: { term: { kind: 'payout' } },
        sort: ['_shard_doc'],
        _source: ['state'],
        track_total_hits: false,
        ...(after && { search_after: after }),
      })
      for (const hit of hits.hits) if (hit._source) add(buckets, hit._source.state)
      after = hits.hits.at(-1)?.sort as (string | number)[] | undefined
      if (!after) return buckets
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined)
  }
}

function add(buckets: Bucket[], state: PayoutState): void {
  const bucket = buckets[bucketOf(state.id)]
  if (!bucket) return
  const [high, low] = fingerprintOf(canonicalPayout(state))
  bucket.count += 1
  bucket.high += BigInt(high)
  bucket.low += BigInt(low)
}

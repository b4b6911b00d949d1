/** What the index holds, as a fingerprint: computed from the stored documents, not from anything the writer claims. */
import type { Bucket } from '@/events/canonical'
import type { Search } from './client'
import { holdIndex } from './hold-index'

const EVERYTHING = BigInt(Number.MAX_SAFE_INTEGER)

/** The sums of every payout of `index` that a search can find, at one point in time, each document read back. */
export async function fingerprint(search: Search, index: string): Promise<Bucket[]> {
  const held = await holdIndex(search, index)
  try {
    return (await held.sums(EVERYTHING, 'deep')).buckets
  } finally {
    await held.release()
  }
}

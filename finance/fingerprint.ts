/** What do you hold? Computed from the published facts, not from anything the builder claims; comparable with every other store's. */
import type { Bucket } from '@/events/canonical'
import { holdFacts } from './hold-facts'

export type Fingerprint = { position: bigint; buckets: Bucket[] }

/** The fingerprint of what is published below `dir`, and the position it stands at; null when nothing is. @throws when it cannot be read. */
export async function fingerprint(dir: string): Promise<Fingerprint | null> {
  const held = await holdFacts(dir)
  if (held === null) return null
  try {
    return { position: held.position, buckets: (await held.sums(held.position, 'deep')).buckets }
  } finally {
    await held.release()
  }
}

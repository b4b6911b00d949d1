/** One payout in the index: what people find, what was written already, and how far its partition has got. */
import type { estypes } from '@elastic/elasticsearch'
import type { LetterInCopy, PayoutInCopy } from '@/events/held-copy'
import { tellsOfPayout } from '@/events/letter-told'
import { type Search, statusOf } from './client'
import { isCurrent } from './definition'
import { aliasedIndex, progressOf, readPartitions } from './progress'
import { positionIn, readBack } from './read-back'
import type { DeadLetter } from './writer'

const INDEX_LIMIT_MS = 2_000
const LETTERS_MAX = 500

const NOT_FILLED: PayoutInCopy = {
  ...{ era: null, position: null, coveredUntil: null, applied: 0n, gapAt: null, isOlder: false },
  ...{ letters: [], held: null, heldAt: null, written: null },
}

/** The payout in the index that readers are led to. @throws when search is down. */
export async function payoutInIndex(search: Search, id: string, partition: number): Promise<PayoutInCopy> {
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  if (index === null) return NOT_FILLED
  // What it claims comes before what it holds: it can then be found there.
  const [{ era, position, coveredUntil }, partitions] = await Promise.all([progressOf(search, index), readPartitions(search, index)])
  const isOlder = !isCurrent(search.prefix, era, index)
  const [written, held, letters] = await Promise.all([
    documentIn(search, index, id, true),
    documentIn(search, index, id, false),
    lettersOf(search, index, id, partition),
  ])
  const { applied, gapAt } = partitions[partition] ?? { applied: '0', gapAt: null }
  return {
    ...{ era, position, coveredUntil, isOlder, letters },
    applied: BigInt(applied),
    gapAt: gapAt === null ? null : BigInt(gapAt),
    held: held && readBack(id, held, isOlder),
    heldAt: held && (positionIn(held)?.toString() ?? null),
    written: written && readBack(id, written, isOlder),
  }
}

type Document = Record<string, unknown>

/** `realtime`: also what was written since the last refresh, which no search finds yet. */
async function documentIn({ client }: Search, index: string, id: string, realtime: boolean): Promise<Document | null> {
  const found = await client.get<Document>({ index, id, realtime }).catch((error: unknown) => {
    if (statusOf(error) === 404) return null
    throw error
  })
  return found?._source ?? null
}

async function lettersOf({ client }: Search, index: string, id: string, partition: number): Promise<LetterInCopy[]> {
  const query: estypes.QueryDslQueryContainer = { bool: { filter: [{ term: { kind: 'dead-letter' } }, { term: { partition } }] } }
  const { hits } = await client.search<{ note: DeadLetter }>({ index, size: LETTERS_MAX, query, sort: [{ at: 'desc' }] })
  return hits.hits.flatMap(({ _source }) => {
    if (!_source) return []
    const { bytes, position, offset, reason, at } = _source.note
    const told = tellsOfPayout(bytes, id)
    return told ? [{ position, offset, reason, at, ...told }] : []
  })
}

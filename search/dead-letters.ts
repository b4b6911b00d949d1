/** Dead letters of the index, as documents beside the payouts: read here by whoever shows them, written by the projector alone. */
import type { Letter, LetterPage, LetterState } from '@/events/dead-letter'
import { deadLetterCause } from '@/events/dead-letter-cause'
import { type PayoutState, readPayoutState } from '@/events/read-event'
import { FIRST_ERA } from '@/events/topics'
import { type Search, statusOf } from './client'
import { aliasOf } from './definition'

/** The kind of its document: only one that is open counts. */
export const LETTER_KINDS: Readonly<Record<LetterState, string>> = { open: 'dead-letter', settled: 'settled-letter' }

/** As it is kept. What older versions wrote lacks the rest. */
export type KeptLetter = { partition: number; position: string; offset: string; reason: string; bytes: string; at: string } & Partial<
  Pick<Letter, 'era' | 'schema' | 'tried' | 'settled'>
>

const PAGE = 500
const SOON = { requestTimeout: 10_000 }

/** The id of its document. */
export const letterDocumentId = (partition: number, offset: string): string => `dead-letter-${partition}-${offset}`

/** In the order in which they were written, the newest first. None while no index answers. @throws when search is down. */
export async function letterPage(
  { client, prefix }: Search,
  state: LetterState,
  after: string | null,
  { size = PAGE, withBytes = true }: { size?: number; withBytes?: boolean } = {},
): Promise<LetterPage> {
  const asked = {
    ...(!withBytes && { _source: { excludes: ['note.bytes'] } }),
    ...{ index: aliasOf(prefix), ignore_unavailable: true, size, query: { term: { kind: LETTER_KINDS[state] } } },
    sort: [{ _seq_no: 'desc' as const }],
    ...(after !== null && { search_after: [Number(after)] }),
  }
  const { hits } = await client.search<{ note: KeptLetter }>(asked, SOON)
  const letters = hits.hits.flatMap((hit) => (hit._source ? [letterOf(hit._source.note)] : []))
  const last = hits.hits.at(-1)?.sort?.[0]
  return { letters, next: hits.hits.length === size && last !== undefined ? String(last) : null }
}

/** One, open or settled; null when there is none. @throws when search is down. */
export async function readLetter({ client, prefix }: Search, partition: number, offset: string): Promise<Letter | null> {
  const found = await client
    .get<{ note: KeptLetter }>({ index: aliasOf(prefix), id: letterDocumentId(partition, offset) }, SOON)
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return null
      throw error
    })
  return found?._source ? letterOf(found._source.note) : null
}

export type HeldState = { state: PayoutState; position: string | null }

/** What the index holds of a payout; null when that is nothing. @throws when search is down. */
export async function heldState({ client, prefix }: Search, id: string): Promise<HeldState | null> {
  const found = await client.get<{ state: unknown; position?: string }>({ index: aliasOf(prefix), id }, SOON).catch((error: unknown) => {
    if (statusOf(error) === 404) return null
    throw error
  })
  const state = readPayoutState(found?._source?.state)
  return state && { state, position: found?._source?.position ?? null }
}

/** One without a place of its own was kept with the position it stands after. */
function letterOf({ partition, position, offset, reason, bytes, at, era, schema, tried, settled }: KeptLetter): Letter {
  const hasPlace = deadLetterCause(reason) !== 'no-place'
  return {
    ...{ copy: 'search', era: era ?? FIRST_ERA, partition, offset, reason, at },
    ...{ position: hasPlace ? position : null, after: position, bytes: bytes || null },
    ...{ schema: schema ?? null, tried: tried ?? null, settled: settled ?? null },
  }
}

/** As it is written. */
export function keptOf(letter: Letter): KeptLetter {
  const { era, partition, position, after, offset, reason, bytes, at, schema, tried, settled } = letter
  return { era, partition, position: position ?? after, offset, reason, bytes: bytes ?? '', at, schema, tried, settled }
}

/** Writes payouts again whatever stands in their place: called by the projector alone, when somebody has asked for it. */
import { setTimeout as pause } from 'node:timers/promises'
import { canonicalTexts } from '@/events/canonical'
import type { HeldPayout } from '@/events/held-copy'
import type { PayoutState } from '@/events/read-event'
import type { Search } from './client'
import { holdIndex } from './hold-index'
import { type Placed, writePayouts } from './writer'

const NO_BUCKET = -1
const TRIES_MAX = 8
const WAIT_MS = 250
const IDS_AT_ONCE = 1_000

/** What a search would find of these payouts, once all that was written can be found. */
export async function heldPayouts(search: Search, index: string, ids: readonly string[]): Promise<HeldPayout[]> {
  await search.client.indices.refresh({ index })
  const held = await holdIndex(search, index)
  try {
    return await held.payouts(NO_BUCKET, ids)
  } finally {
    await held.release()
  }
}

/** A payout as the index holds it once it is written. */
export const asWritten = (state: PayoutState): HeldPayout => ({ id: state.id, texts: canonicalTexts(state), altered: [] })

export type WriteAgain = {
  /** Ids under which nothing may stand. */
  extra?: readonly string[]
  /** A document of a later event than this one is not of these events, and stays. */
  upTo?: bigint
}

/**
 * Writes `payouts`, and takes away what is `extra`. Whoever alters a document past the projector raises its version, and Elasticsearch then refuses
 * what the events say, also what they say later: such a document is deleted first, and its version forgotten. All of it can be done again.
 * @returns why payouts were refused by their content. @throws when search is away, or another index answers.
 */
export async function writeAgain(
  search: Search,
  index: string,
  payouts: readonly Placed[],
  { extra = [], upTo }: WriteAgain = {},
): Promise<string[]> {
  const find = (isMeant: (found: Found | null, own: number) => boolean) => found(search, index, payouts, upTo, isMeant)
  // A document that somebody has deleted is remembered by a higher version as well.
  const raised = await find((stands, own) => stands === null || stands.version > own)
  if (raised.length === 0 && extra.length === 0) return refusals(await writePayouts(search, index, payouts))
  // Deletions are remembered for a minute by their versions; not here.
  await search.client.indices.putSettings({ index, settings: { 'index.gc_deletes': '0s' } })
  try {
    await forget(search, index, [...extra.map((id) => ({ delete: { _id: id } })), ...deletionsOf(raised)])
    for (let tries = 0, left = raised; ; tries += 1) {
      if (tries > 0) await forget(search, index, deletionsOf(left))
      const refused = refusals(await writePayouts(search, index, payouts))
      left = await find((stands, own) => stands === null || stands.version > own)
      if (left.length === 0 || refused.length > 0) return refused
      if (tries === TRIES_MAX) throw new Error(`the index does not take ${left[0]?.id} in the place of what was deleted`)
      await pause(WAIT_MS * (tries + 1))
    }
  } finally {
    await search.client.indices.putSettings({ index, settings: { 'index.gc_deletes': null } }).catch(() => undefined)
  }
}

const refusals = (refused: readonly { state: PayoutState; reason: string }[]): string[] =>
  refused.map(({ state, reason }) => `${state.id}: ${reason}`)

/** A document as it stands: its version, and by what it is known to be the same one later. */
type Found = { version: number; if_seq_no: number; if_primary_term: number }
type Standing = { id: string; stands: Found | null }

/** Which payouts are meant, by what stands in their places; not those of an event after `upTo`. */
async function found(
  { client }: Search,
  index: string,
  payouts: readonly Placed[],
  upTo: bigint | undefined,
  isMeant: (stands: Found | null, own: number) => boolean,
): Promise<Standing[]> {
  const meant: Standing[] = []
  for (let from = 0; from < payouts.length; from += IDS_AT_ONCE) {
    const some = payouts.slice(from, from + IDS_AT_ONCE)
    const { docs } = await client.mget<{ position?: unknown }>({ index, ids: some.map(({ state }) => state.id), _source: ['position'] })
    for (const [n, { state }] of some.entries()) {
      const doc = docs[n]
      const isThere = doc !== undefined && 'found' in doc && doc.found
      if (isThere && upTo !== undefined && isAfter(doc._source?.position, upTo)) continue
      const stands = isThere ? { version: doc._version ?? 0, if_seq_no: doc._seq_no ?? 0, if_primary_term: doc._primary_term ?? 0 } : null
      if (isMeant(stands, state.version)) meant.push({ id: state.id, stands })
    }
  }
  return meant
}

const isAfter = (position: unknown, upTo: bigint): boolean => /^\d{1,18}$/.test(String(position)) && BigInt(String(position)) > upTo

/** The documents of later events than `upTo` among these. */
export async function laterThan({ client }: Search, index: string, ids: readonly string[], upTo: bigint): Promise<Set<string>> {
  const { docs } = await client.mget<{ position?: unknown }>({ index, ids: [...ids], _source: ['position'] })
  return new Set(docs.flatMap((doc) => ('found' in doc && doc.found && isAfter(doc._source?.position, upTo) ? [doc._id] : [])))
}

type Deletion = { delete: { _id: string; if_seq_no?: number; if_primary_term?: number } }

/** Of what was found, and only while it is still that. */
const deletionsOf = (some: readonly Standing[]): Deletion[] =>
  some.flatMap(({ id, stands }) => {
    if (stands === null) return []
    const { version: _, ...same } = stands
    return [{ delete: { _id: id, ...same } }]
  })

/** Deletes; until the refresh every deletion is remembered, with a version above the one that was deleted. What was written since it was looked at stays. */
async function forget({ client }: Search, index: string, operations: readonly Deletion[]): Promise<void> {
  if (operations.length > 0) {
    const answer = await client.bulk({ index, operations: [...operations] })
    const failed = answer.items.find(({ delete: each }) => each?.error && each.status !== CHANGED_SINCE)?.delete
    if (failed) throw new Error(`${failed._id} could not be deleted: ${failed.error?.reason ?? failed.error?.type}`)
  }
  await client.indices.refresh({ index })
}

const CHANGED_SINCE = 409

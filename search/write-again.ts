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

/**
 * Writes `payouts`, and takes away what stands under the ids in `extra`. Whoever alters a document past the projector raises its version, and Elasticsearch then refuses
 * what the events say, also what they say later: such a document is deleted first, and its version forgotten. All of it can be done again.
 * @returns why payouts were refused by their content. @throws when search is away, or another index answers.
 */
export async function writeAgain(search: Search, index: string, payouts: readonly Placed[], extra: readonly string[]): Promise<string[]> {
  const raised = await raisedAbove(search, index, payouts)
  if (raised.length === 0 && extra.length === 0) return refusals(await writePayouts(search, index, payouts))
  // Deletions are remembered for a minute by their versions; not here.
  await search.client.indices.putSettings({ index, settings: { 'index.gc_deletes': '0s' } })
  try {
    await remove(search, index, extra)
    for (let tries = 0, left = raised; ; tries += 1) {
      await remove(search, index, left)
      const refused = refusals(await writePayouts(search, index, payouts))
      left = await raisedOrMissing(search, index, payouts)
      if (left.length === 0 || refused.length > 0) return refused
      if (tries === TRIES_MAX) throw new Error(`the index does not take ${left[0]} in the place of what was deleted`)
      await pause(WAIT_MS * (tries + 1))
    }
  } finally {
    await search.client.indices.putSettings({ index, settings: { 'index.gc_deletes': null } }).catch(() => undefined)
  }
}

const refusals = (refused: readonly { state: PayoutState; reason: string }[]): string[] =>
  refused.map(({ state, reason }) => `${state.id}: ${reason}`)

/** Those whose documents have a later version than these events. */
const raisedAbove = async (search: Search, index: string, payouts: readonly Placed[]): Promise<string[]> =>
  withVersions(search, index, payouts, (version, own) => version !== null && version > own)

const raisedOrMissing = (search: Search, index: string, payouts: readonly Placed[]): Promise<string[]> =>
  withVersions(search, index, payouts, (version, own) => version === null || version > own)

async function withVersions(
  { client }: Search,
  index: string,
  payouts: readonly Placed[],
  isMeant: (version: number | null, own: number) => boolean,
): Promise<string[]> {
  const meant: string[] = []
  for (let from = 0; from < payouts.length; from += IDS_AT_ONCE) {
    const some = payouts.slice(from, from + IDS_AT_ONCE)
    const { docs } = await client.mget({ index, ids: some.map(({ state }) => state.id), _source: false })
    for (const [n, { state }] of some.entries()) {
      const doc = docs[n]
      const version = doc && 'found' in doc && doc.found ? (doc._version ?? null) : null
      if (isMeant(version, state.version)) meant.push(state.id)
    }
  }
  return meant
}

/** Until the refresh the deletion is remembered, with a version above the one that was deleted. */
async function remove({ client }: Search, index: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const answer = await client.bulk({ index, operations: ids.map((id) => ({ delete: { _id: id } })) })
  const failed = answer.items.find(({ delete: each }) => each?.error)?.delete
  if (failed) throw new Error(`${failed._id} could not be deleted: ${failed.error?.reason ?? failed.error?.type}`)
  await client.indices.refresh({ index })
}

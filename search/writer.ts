/** Writes to the index; called by the projector alone. */
import type { estypes } from '@elastic/elasticsearch'
import type { PayoutState } from '@/events/read-event'
import { type Search, statusOf } from './client'
import { aliasOf, DEFINITION, indexName, isCurrent } from './definition'
import { documentOf } from './document'

/** An event that could not be applied, with its bytes and place. */
export type DeadLetter = { partition: number; position: string; offset: string; reason: string; bytes: string; at: string }

/** The index is not there any more: whoever writes must begin again. */
export class IndexGone extends Error {}

/** The index to write to: the aliased one when it has this definition, else a new one beside it, which readers do not see yet. */
export async function openIndex({ client, prefix }: Search): Promise<{ index: string; isAliased: boolean }> {
  const alias = aliasOf(prefix)
  const aliased = await client.indices.getAlias({ name: alias }).then(Object.keys, (error: unknown) => {
    if (statusOf(error) === 404) return []
    throw error
  })
  const current = aliased.find((name) => isCurrent(prefix, name))
  if (current) return { index: current, isAliased: true }
  const existing = Object.keys(await client.indices.get({ index: `${alias}-*`, allow_no_indices: true, features: ['aliases'] }))
  const unfinished = existing
    .filter((name) => isCurrent(prefix, name))
    .sort()
    .at(-1)
  const index = unfinished ?? indexName(prefix, existing.length + 1)
  if (!unfinished) await client.indices.create({ index, ...DEFINITION })
  if (aliased.length > 0) return { index, isAliased: false }
  await client.indices.putAlias({ index, name: alias })
  return { index, isAliased: true }
}

/** Moves the alias to `index` in one call and drops the indices it stood on. */
export async function publishIndex({ client, prefix }: Search, index: string): Promise<void> {
  const alias = aliasOf(prefix)
  const before = Object.keys(await client.indices.getAlias({ name: alias }).catch(() => ({})))
  await client.indices.updateAliases({
    actions: [{ add: { index, alias } }, ...before.filter((each) => each !== index).map((each) => ({ remove: { index: each, alias } }))],
  })
  for (const old of before.filter((each) => each !== index)) await client.indices.delete({ index: old })
}

type Item = { id: string; version?: number; document: Record<string, unknown> }

const RETRIED = (status: number): boolean => status === 429 || status >= 500

/**
 * Writes payouts and dead letters; resolves when all are durable. An item the index refuses by its content is returned, to become a dead letter.
 * 409 means the index holds a newer version: fine. @throws IndexGone, or the client's error, or an Error naming items to be tried again.
 */
export async function writePayouts(
  search: Search,
  index: string,
  states: readonly PayoutState[],
): Promise<{ state: PayoutState; reason: string }[]> {
  const items = states.map((state) => ({ id: state.id, version: state.version, document: documentOf(state) }))
  const refused = await bulk(search, index, items)
  return refused.flatMap(({ id, reason }) => {
    const state = states.find((each) => each.id === id)
    return state ? [{ state, reason }] : []
  })
}

export async function writeDeadLetters(search: Search, index: string, letters: readonly DeadLetter[]): Promise<void> {
  const items = letters.map((letter) => ({
    id: `dead-letter-${letter.partition}-${letter.offset}`,
    document: { kind: 'dead-letter', partition: letter.partition, note: letter },
  }))
  const refused = await bulk(search, index, items)
  if (refused.length > 0) throw new Error(`a dead letter was refused: ${refused[0]?.reason}`)
}

async function bulk({ client }: Search, index: string, items: readonly Item[]): Promise<{ id: string; reason: string }[]> {
  if (items.length === 0) return []
  const operations = items.flatMap(({ id, version, document }) => [
    { index: { _id: id, ...(version !== undefined && { version, version_type: 'external_gte' as const }) } },
    document,
  ])
  const answer = await client.bulk({ index, operations }).catch((error: unknown) => {
    throw statusOf(error) === 404 ? new IndexGone(`index ${index} is gone`) : error
  })
  const refused: { id: string; reason: string }[] = []
  for (const { index: item } of answer.items) {
    if (!item?.error || item.status === 409) continue
    if (item.error.type === 'index_not_found_exception') throw new IndexGone(`index ${index} is gone`)
    if (RETRIED(item.status)) throw new Error(`the index is not taking ${item._id} now: ${item.error.type}`)
    refused.push({ id: item._id ?? '', reason: reasonOf(item.error) })
  }
  return refused
}

const reasonOf = (error: estypes.ErrorCause): string =>
  `rejected by the index: ${error.caused_by?.reason ?? error.reason ?? error.type}`.slice(0, 500)

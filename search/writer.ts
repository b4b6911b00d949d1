/** Writes to the index; called by the projector alone. */
import { setTimeout as pause } from 'node:timers/promises'
import type { estypes } from '@elastic/elasticsearch'
import { GenerationLost } from '@/events/projection'
import type { PayoutState } from '@/events/read-event'
import { type Search, statusOf } from './client'
import { type KeptLetter, LETTER_KINDS, letterDocumentId } from './dead-letters'
import { aliasOf, DEFINITION, indexName, isCurrent, isOurs, writeAliasOf } from './definition'
import { storedOf } from './document'

/** An event that could not be applied, with its bytes and place. */
export type DeadLetter = KeptLetter

export class IndexGone extends GenerationLost {
  constructor(index: string) {
    super(`the index ${index} or its write alias is gone; it is made again`)
  }
}

export type OpenIndex = { index: string; isAliased: boolean; replaces: string | null }

/**
 * The index to write to: the aliased one when it has this definition and is of this era, else one beside it, which readers do not see before it is published.
 * `replaces` is the index they see until then; null means that search is down for them, which is truer than a part of the payouts.
 */
export async function openIndex({ client, prefix }: Search, era: number): Promise<OpenIndex> {
  const alias = aliasOf(prefix)
  const aliased = await client.indices.getAlias({ name: alias }).then(Object.keys, (error: unknown) => {
    if (statusOf(error) === 404) return []
    throw error
  })
  const current = aliased.find((name) => isCurrent(prefix, era, name))
  if (current) {
    await ensureWriteAlias(client, current)
    return { index: current, isAliased: true, replaces: null }
  }
  const existing = Object.keys(await client.indices.get({ index: `${alias}-*`, allow_no_indices: true, features: ['aliases'] }))
  const unfinished = existing
    .filter((name) => isCurrent(prefix, era, name))
    .sort()
    .at(-1)
  const index = unfinished ?? indexName(prefix, era, existing.length + 1)
  if (!unfinished) await client.indices.create({ index, ...DEFINITION, aliases: { [writeAliasOf(index)]: {} } })
  else await ensureWriteAlias(client, index)
  return { index, isAliased: false, replaces: aliased[0] ?? null }
}

/** Without it every write says that the index is gone, which it is not: search stood still for ever. It is added to an index that is there, and makes none. */
async function ensureWriteAlias(client: Search['client'], index: string): Promise<void> {
  const name = writeAliasOf(index)
  if (!(await client.indices.existsAlias({ index, name }))) await client.indices.putAlias({ index, name })
}

/** Whether readers are led to this index. */
export const isPublished = ({ client, prefix }: Search, index: string): Promise<boolean> =>
  client.indices.existsAlias({ index, name: aliasOf(prefix) })

/** Moves the alias to `index` in one call and drops all others of ours, also those that were begun and never finished: each is filled again from Kafka. */
export async function publishIndex({ client, prefix }: Search, index: string): Promise<void> {
  const alias = aliasOf(prefix)
  const indices = await client.indices.get({ index: `${alias}-*`, allow_no_indices: true, features: ['aliases'] })
  const old = Object.keys(indices).filter((each) => each !== index && isOurs(prefix, each))
  const aliased = old.filter((each) => indices[each]?.aliases?.[alias])
  await client.indices.updateAliases({
    actions: [{ add: { index, alias } }, ...aliased.map((each) => ({ remove: { index: each, alias } }))],
  })
  for (const each of old) await client.indices.delete({ index: each })
}

/** Moves the alias to `index` in one call and leaves the others where they are. @returns the index that answered before. */
export async function swapIndex({ client, prefix }: Search, index: string): Promise<string | null> {
  const alias = aliasOf(prefix)
  const aliased = await client.indices.getAlias({ name: alias }).then(Object.keys, (error: unknown) => {
    if (statusOf(error) === 404) return []
    throw error
  })
  const old = aliased.filter((each) => each !== index)
  await client.indices.updateAliases({
    actions: [{ add: { index, alias } }, ...old.map((each) => ({ remove: { index: each, alias } }))],
  })
  return old[0] ?? null
}

/** A name that no index of ours has yet. */
export async function nextIndexName({ client, prefix }: Search, era: number): Promise<string> {
  const existing = Object.keys(await client.indices.get({ index: `${aliasOf(prefix)}-*`, allow_no_indices: true, features: ['aliases'] }))
  const numbers = existing.filter((each) => isOurs(prefix, each)).map((each) => Number(each.slice(each.lastIndexOf('-') + 1)))
  return indexName(prefix, era, Math.max(0, ...numbers) + 1)
}

/** The index of that name, made where it is not there. */
export async function ensureIndex({ client }: Search, index: string): Promise<void> {
  if (await client.indices.exists({ index })) await ensureWriteAlias(client, index)
  else await client.indices.create({ index, ...DEFINITION, aliases: { [writeAliasOf(index)]: {} } })
}

/** Deletes an index of ours that nobody is led to; one that is not there is as good. @returns false for one that answers. */
export async function dropIndex(search: Search, index: string): Promise<boolean> {
  if (!isOurs(search.prefix, index) || (await isPublished(search, index))) return false
  await search.client.indices.delete({ index, ignore_unavailable: true })
  return true
}

/** Leads readers nowhere: what the index holds is of a history that is lost, and the ledger itself is a better answer until another is filled. */
export async function withdrawIndex({ client, prefix }: Search, index: string): Promise<void> {
  await client.indices.updateAliases({ actions: [{ remove: { index, alias: aliasOf(prefix), must_exist: false } }] })
}

/** A payout's state, and the position of the event that says so. */
export type Placed = { state: PayoutState; position: bigint }

type Item = { id: string; version?: number; isNew?: true; document: Record<string, unknown> }
type Refused = { item: Item; reason: string }

/**
 * Writes payouts; resolves when all are durable. What the index refuses by its content is returned, to become a dead letter.
 * 409 means the index holds a newer version: fine. @throws IndexGone, or the client's error, or an Error naming an item that is to be tried again.
 */
export async function writePayouts(
  search: Search,
  index: string,
  payouts: readonly Placed[],
): Promise<{ state: PayoutState; reason: string }[]> {
  const itemOf = ({ state, position }: Placed): Item => ({ id: state.id, version: state.version, document: storedOf(state, `${position}`) })
  const items = new Map(payouts.map((each) => [itemOf(each), each.state]))
  const refused = await bulk(search, index, [...items.keys()])
  return refused.flatMap(({ item, reason }) => {
    const state = items.get(item)
    return state ? [{ state, reason }] : []
  })
}

/**
 * Keeps dead letters beside the payouts; durable when it resolves, and harmless when repeated: one that is there already stays as it is, settled or not.
 * @throws as `writePayouts` does, or when one is refused.
 */
export const writeDeadLetters = (search: Search, index: string, letters: readonly DeadLetter[]): Promise<void> =>
  writeDocuments(
    search,
    index,
    letters.map((letter) => ({
      ...{ id: letterDocumentId(letter.partition, letter.offset), isNew: true },
      document: { kind: LETTER_KINDS.open, partition: letter.partition, at: letter.at, note: letter },
    })),
  )

/** Writes documents as they are; durable when it resolves. @throws as `writePayouts` does, or when one is refused. */
export async function writeDocuments(search: Search, index: string, items: readonly Item[]): Promise<void> {
  const refused = await bulk(search, index, items)
  if (refused.length > 0) throw new Error(`a dead letter was refused: ${refused[0]?.reason}`)
}

const TRIES_MAX = 5
const WAIT_MS = 100

/** Only the items that an overloaded node did not take are sent again; the batch as a whole would add to the overload. */
async function bulk(search: Search, index: string, items: readonly Item[]): Promise<Refused[]> {
  const refused: Refused[] = []
  let waiting = items
  for (let tries = 1; waiting.length > 0; tries += 1) {
    const answer = await send(search, index, waiting)
    const again: Item[] = []
    for (const [position, item] of waiting.entries()) {
      const said = answer[position]
      if (!said) throw new Error(`the index did not say what became of ${item.id}`)
      if (!said.error || said.status === 409) continue
      if (said.status === 404) throw new IndexGone(index)
      if (said.status !== 429 && said.status < 500) refused.push({ item, reason: reasonOf(said.error) })
      else if (tries < TRIES_MAX) again.push(item)
      else throw new Error(`the index is not taking ${item.id} now: ${said.error.type}`)
    }
    waiting = again
    if (again.length > 0) await pause(WAIT_MS * 2 ** tries)
  }
  return refused
}

async function send({ client }: Search, index: string, items: readonly Item[]): Promise<(estypes.BulkResponseItem | undefined)[]> {
  const operations = items.flatMap(({ id, version, isNew, document }) => [
    isNew
      ? { create: { _id: id } }
      : { index: { _id: id, ...(version !== undefined && { version, version_type: 'external_gte' as const }) } },
    document,
  ])
  const answer = await client.bulk({ index: writeAliasOf(index), require_alias: true, operations }).catch((error: unknown) => {
    throw statusOf(error) === 404 ? new IndexGone(index) : error
  })
  return answer.items.map((item) => item.create ?? item.index)
}

const reasonOf = (error: estypes.ErrorCause): string =>
  `rejected by the index: ${error.caused_by?.reason ?? error.reason ?? error.type}`.slice(0, 500)

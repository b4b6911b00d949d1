/** What a message says, as a hash: two in one file may have the same id, and say different things. */
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { BankReport } from './report-types'
import type { Unreadable } from './unreadable'

/** Where a thing stands is nothing that is said. */
const BY_PLACE: ReadonlySet<string> = new Set(['line', 'notUnderstood', 'notUnderstoodIn', 'fingerprint'])
/** Longer lists are written item by item. */
const ITEMS_MAX = 100
/** About 5 ms of work, after which others have their turn. */
const TURN_CHARACTERS = 256 * 1024

/**
 * SHA-256 of it as JSON, without what it only has by its place. Never keeps the event loop for long. Its fields stand as the reader makes them, not sorted
 * (RFC 8785): a message that is there already would no longer be known by its hash.
 */
export async function contentHash(report: BankReport | Unreadable): Promise<string> {
  const hash = createHash('sha256')
  let characters = 0
  for (const piece of jsonPieces(report)) {
    hash.update(piece)
    characters += piece.length
    if (characters < TURN_CHARACTERS) continue
    characters = 0
    await turn()
  }
  return hash.digest('hex')
}

/** As `JSON.stringify` with `said` writes it, in pieces. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (!isLong(value)) {
    yield JSON.stringify(value, said)
    return
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield index === 0 ? '[' : ','
      yield* jsonPieces(item)
    }
    yield ']'
    return
  }
  let before = '{'
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined || BY_PLACE.has(key)) continue
    yield `${before}${JSON.stringify(key)}:`
    yield* jsonPieces(each)
    before = ','
  }
  yield before === '{' ? '{}' : '}'
}

/** Whether it is a long list, or has one. */
const isLong = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.length > ITEMS_MAX || value.some(isLong) : Object.values(value).some(isLong))

const said = (key: string, value: unknown): unknown => {
  if (BY_PLACE.has(key)) return undefined
  return typeof value === 'bigint' ? value.toString() : value
}

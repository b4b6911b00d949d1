/** Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): which key a request carries, and what it means. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

const KEY = /^[\x21-\x7e]{1,255}$/

/** The key without its quotes ("abc" and abc are one key), null when there is none, or 'malformed'. */
export function readKey(header: string | null): string | null | 'malformed' {
  if (header === null) return null
  const trimmed = header.trim()
  const key = /^".*"$/.test(trimmed) && trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed
  return KEY.test(key) ? key : 'malformed'
}

/**
 * Hash of a request's meaning: the same JSON in another order or spacing is the same request (RFC 8785). Stored beside the answer, so a retry across an
 * update must find the same hash. @throws when a text in it is not well-formed; the door lets none through.
 */
export function requestHash(method: string, meaning: unknown): string {
  return createHash('sha256')
    .update(`${method}\n${canonicalize(meaning) ?? 'null'}`)
    .digest('hex')
}

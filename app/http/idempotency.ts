/** Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): which key a request carries, and what it means. */
import { createHash } from 'node:crypto'

const KEY = /^[\x21-\x7e]{1,255}$/

/** The key without its quotes ("abc" and abc are one key), null when there is none, or 'malformed'. */
export function readKey(header: string | null): string | null | 'malformed' {
  if (header === null) return null
  const trimmed = header.trim()
  const key = /^".*"$/.test(trimmed) && trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed
  return KEY.test(key) ? key : 'malformed'
}

/** Hash of a request's meaning: the same JSON in another order or spacing is the same request. */
export function requestHash(method: string, meaning: unknown): string {
  return createHash('sha256')
    .update(`${method}\n${canonical(meaning)}`)
    .digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

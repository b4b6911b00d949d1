/** The token a change answers with: a search that carries it waits until it covers the change. Signed, so that nobody makes the search wait for nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CommittedChange } from './execute'

const sign = (text: string, secret: string): string => createHmac('sha256', secret).update(text).digest('base64url')

/** The signed token of a change: era and transaction id, then an HMAC-SHA-256 of both. */
export function writeChangeToken(mark: CommittedChange, secret: string): string {
  const text = `${mark.era}.${mark.xid}`
  return `${text}.${sign(text, secret)}`
}

/** The mark inside the token, or null when it was not signed by us. */
export function readChangeToken(token: string, secret: string): CommittedChange | null {
  const parts = /^((\d{1,9})\.(\d{1,20}))\.([\w-]+)$/.exec(token)
  if (!parts) return null
  const [, text = '', era = '', xid = '', signature = ''] = parts
  const expected = Buffer.from(sign(text, secret))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given) ? { era: Number(era), xid } : null
}

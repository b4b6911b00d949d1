/** The keyed hash under which an account number is looked up outside the ledger. */
import { createHmac } from 'node:crypto'

/** Upper case, without spaces, dots and dashes: "de12 3456" and "DE12-3456" are one account. */
export function normalizeAccount(account: string): string {
  return account.replace(/[\s.-]/g, '').toUpperCase()
}

/** HMAC-SHA-256 of the normalised account under the installation's key, in hex. */
export function hashAccount(account: string, key: string): string {
  return createHmac('sha256', key).update(normalizeAccount(account)).digest('hex')
}

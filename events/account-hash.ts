/** The keyed hash under which an account number is looked up outside the ledger. */
import { createHmac } from 'node:crypto'
import { normalizeAccount } from './account'

/** HMAC-SHA-256 of the normalised account under the installation's key, in hex. */
export function hashAccount(account: string, key: string): string {
  return createHmac('sha256', key).update(normalizeAccount(account)).digest('hex')
}

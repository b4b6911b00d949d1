import { createHash } from 'node:crypto'

/** An id of the bank's own: two letters and 16 hexadecimal digits. */
export function bankId(kind: string, of: string, receipt: string): string {
  return `${kind}${createHash('sha256').update(`${of} ${receipt}`).digest('hex').slice(0, 16).toUpperCase()}`
}

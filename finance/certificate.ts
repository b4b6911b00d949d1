/** The certificate of a publication: what was proved of its figures, and everything that is needed to prove it again from the landing. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { watermark } from '@/events/topics'
import { publishedFolder } from './folders'
import type { Manifest } from './manifest'

const whole = z.string().regex(/^\d+$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const certificate = z.strictObject({
  certificate: z.literal(1),
  era: z.int(),
  /** Every event from position 1 to this one was there, each once; none was unreadable. */
  position: whole,
  issuedAt: z.iso.datetime(),
  events: z.int(),
  /** Payouts, each with its versions from 1 on without a gap. */
  payouts: z.int(),
  /** The head of the journal's chain over these events (events/chain.ts). */
  head: sha256,
  /** The ledger's own word about the position, as its relay signed it; its hash is that head. */
  watermark,
  /** Per currency in minor units: what runs say that they pay, and what their payouts come to, which is the same. */
  controlTotals: z.array(
    z.strictObject({ currency: z.string(), runs: z.int(), payouts: z.int(), amountMinor: whole, ofPayoutsMinor: whole }),
  ),
  sums: z.array(z.strictObject({ currency: z.string(), payouts: z.int(), amountMinor: whole, booked: z.int(), feeMinor: whole })),
  marts: z.array(z.strictObject({ name: z.string(), rows: z.int(), sha256 })),
  /** The files of SQL that made them, with their comments. */
  sql: z.array(z.strictObject({ file: z.string(), sha256 })),
  /** The published file. */
  file: z.strictObject({ name: z.string(), sha256 }),
  /** The files of the landing that it was made from, below FINANCE_DIR. They may have been made into larger ones since. */
  segments: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256 })),
  /** Versions of the events' contract that were read, of the tables, of the code, and of DuckDB. */
  contracts: z.array(z.string()),
  format: z.int(),
  code: z.string(),
  engine: z.string(),
  /** SHA-256 of all of the above, as it is written. */
  seal: sha256,
})
export type Certificate = z.infer<typeof certificate>

/** The text of a certificate, sealed. */
export function certificateText(unsealed: Omit<Certificate, 'seal'>): string {
  return `${JSON.stringify({ ...unsealed, seal: sealOf(unsealed) }, null, 2)}\n`
}

/** The seal that belongs to what a certificate says, in the order in which it says it. */
export const sealOf = (unsealed: object): string => createHash('sha256').update(JSON.stringify(unsealed)).digest('hex')

/** The certificate that a manifest names. @throws when it is gone, is not the one that was issued, or is none. */
export async function readCertificate(dir: string, { file, sha256 }: NonNullable<Manifest['certificate']>): Promise<Certificate> {
  const text = await readFile(join(publishedFolder(dir), file), 'utf8')
  if (createHash('sha256').update(text).digest('hex') !== sha256) throw new Error(`the certificate ${file} is not the one that was issued`)
  return certificate.parse(JSON.parse(text))
}

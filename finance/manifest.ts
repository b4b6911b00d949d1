/** The manifest names the newest published file and says what it holds. Readers look here and nowhere else. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { unless } from './atomic-file'
import { publishedFolder } from './folders'

const whole = z.string().regex(/^\d+$/)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** Raised when the tables' columns change: what was published with others is no longer read, and made anew. */
export const FORMAT = 5

const manifest = z.object({
  format: z.literal(FORMAT),
  /** Name of the DuckDB file beside the manifest. */
  file: z.string().regex(/^[\w-]+\.duckdb$/),
  /** The file's size, the time it was last written (milliseconds), and its hash; absent in a manifest from before these were kept. */
  written: z.object({ bytes: z.number().int(), mtimeMs: z.number(), sha256: hash }).optional(),
  era: z.number().int(),
  /** Every event from position 1 to this one is in the file, or is a dead letter. */
  position: whole,
  /** Every change committed before this time is in the file. */
  coveredUntil: z.iso.datetime(),
  /** Every transaction of the ledger before this one is in the file; absent in a manifest from before it was kept. */
  horizonXid: whole.optional(),
  builtAt: z.iso.datetime(),
  /** By what they were made (definition.ts); absent in a manifest from before it was kept. */
  definition: z.string().optional(),
  buildMs: z.number(),
  events: z.number().int(),
  deadLetters: z.number().int(),
  /** The position after which events are missing in Kafka, while they are. */
  gapAt: whole.nullable(),
  payouts: z.number().int(),
  /** Per currency, in minor units: all payouts, those booked, and what the bank charged in it for any of them, and for returns. */
  sums: z.array(
    z.object({ currency: z.string(), payouts: z.number().int(), amountMinor: whole, booked: z.number().int(), feeMinor: whole }),
  ),
  /** The certificate that lies beside the file, by name and hash; null where it was refused. */
  certificate: z.object({ file: z.string().regex(/^[\w.-]+\.json$/), sha256: hash }).nullable(),
  /** Why no certificate was given, as a sentence; null where one was. */
  uncertified: z.string().nullable(),
  /** SHA-256 over the events and over every row of every mart; the same for the same events, whenever and from whatever files it was built. */
  hash,
})
export type Manifest = z.infer<typeof manifest>

/** Where the manifest of what is published below `dir` lies, whether there is one or not. */
export const manifestPath = (dir: string): string => join(publishedFolder(dir), 'manifest.json')

/** The manifest, or null when nothing has been published. @throws when it cannot be read or understood. */
export async function readManifest(dir: string): Promise<Manifest | null> {
  const text = await readFile(manifestPath(dir), 'utf8').catch(unless('ENOENT'))
  return text === undefined ? null : understood(text)
}

/** Said as a sentence: an operator reads it, among the errors of whoever needs the figures. */
function understood(text: string): Manifest {
  const value = parsed(text)
  const read = manifest.safeParse(value)
  if (read.success) return read.data
  const { format } = (value ?? {}) as { format?: unknown }
  if (typeof format === 'number' && format !== FORMAT)
    throw new Error(
      `Its figures were published by another version of PayLedger (format ${format}, not ${FORMAT}). They wait to be published anew.`,
    )
  const first = read.error.issues[0]
  throw new Error(`The manifest of its figures is damaged at "${first?.path.join('.')}": ${first?.message}.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The path of the published file. */
export const publishedFile = (dir: string, { file }: Pick<Manifest, 'file'>): string => join(publishedFolder(dir), file)

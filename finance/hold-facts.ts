/** The published facts held still for a comparison: a newer publication takes their place meanwhile, and is not looked at. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ABSENT, BETWEEN, BOOKING_FIELDS, BUCKETS, CANONICAL_FIELDS, type CanonicalTexts, emptyBuckets } from '@/events/canonical'
import type { HeldCopy, HeldPayout, HeldSums } from '@/events/held-copy'
import { unless } from './atomic-file'
import { type Connection, rowsOf } from './duckdb'
import { wrongFigures } from './figures'
import { letterFiles } from './letter-files'
import type { Manifest } from './manifest'
import { holdPublished } from './published'

/** What is published below `dir`; null when nothing is. @throws when it cannot be read. */
export async function holdFacts(dir: string): Promise<HeldCopy | null> {
  const published = holdPublished(dir)
  const released = Promise.withResolvers<void>()
  const held = Promise.withResolvers<HeldCopy | null>()
  const reading = published.read(async (connection, manifest) => {
    held.resolve(copyOf(dir, connection, manifest, release))
    await released.promise
  })
  const ended = reading.then(() => held.resolve(null), held.reject).finally(() => published.close())
  const release = async () => {
    released.resolve()
    await ended
  }
  return held.promise
}

function copyOf(dir: string, connection: Connection, { era, position }: Manifest, release: () => Promise<void>): HeldCopy {
  return {
    ...{ name: 'finance', era, position: BigInt(position), isOlder: false, release },
    // A million rows are added up in a second, so that nothing needs to be stored for a quick comparison.
    sums: (upTo) => sumsOf(connection, upTo),
    payouts: (bucket, ids) => payoutsOf(connection, bucket, ids),
    deadLettered: (ids) => deadLettered(dir, era, ids),
    figures: () => wrongFigures(connection),
  }
}

/** Some payouts of any file of marts. */
export const factsOf = (connection: Connection, ids: readonly string[]): Promise<HeldPayout[]> => payoutsOf(connection, NO_BUCKET, ids)

const NO_BUCKET = -1

async function sumsOf(connection: Connection, upTo: bigint): Promise<HeldSums> {
  const rows = await rowsOf<{ bucket: number; count: string; high: string; low: string }>(connection, BUCKET_SUMS, { upTo })
  const buckets = emptyBuckets()
  for (const { bucket, count, high, low } of rows) buckets[bucket] = { count: Number(count), high: BigInt(high), low: BigInt(low) }
  const newer = await rowsOf<{ id: string }>(connection, 'SELECT id FROM payout_facts WHERE position > $upTo', { upTo })
  return { buckets, newer: newer.map(({ id }) => id), suspects: [] }
}

async function payoutsOf(connection: Connection, bucket: number, ids: readonly string[]): Promise<HeldPayout[]> {
  const rows = await rowsOf<CanonicalTexts & { id: string }>(connection, IN_BUCKET, { bucket, ids: JSON.stringify(ids) })
  return rows.map((texts) => ({ id: texts.id, texts, altered: [] }))
}

async function deadLettered(dir: string, era: number, ids: readonly string[]): Promise<Set<string>> {
  // What two people gave up is lacking for good.
  const lacking = (await letterFiles(dir, era)).filter(({ how }) => how !== 'applied')
  const found = new Set<string>()
  for (const file of lacking.slice(0, LETTERS_MAX)) {
    const letter = JSON.parse((await readFile(join(file.folder, file.name), 'utf8').catch(unless('ENOENT'))) ?? '{}') as { bytes?: string }
    const text = Buffer.from(letter.bytes ?? '', 'base64').toString()
    for (const id of ids) if (text.includes(id)) found.add(id)
  }
  return found
}

const LETTERS_MAX = 2_000

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A field as its text, null where there is none. */
const plainText = (field: string): string => {
  const isTime = field.endsWith('At') || field === 'statusSince'
  return isTime ? `strftime(${columnOf(field)}, '%Y-%m-%dT%H:%M:%S.%gZ')` : `${columnOf(field)}::VARCHAR`
}

const BOOKING: Readonly<Record<(typeof BOOKING_FIELDS)[number], string>> = {
  bookedOn: 'booked_on::VARCHAR',
  valueDate: 'value_date::VARCHAR',
  returnedOn: 'returned_on::VARCHAR',
  accountAmount: `account_amount_minor || ' ' || account_currency || ' ' || coalesce(exchange_rate, '')`,
  charges: `nullif(array_to_string(list_transform(charges, lambda each:
    each['for'] || ' ' || each.amount_minor || ' ' || each.currency || ' ' || coalesce(each.booked_on::VARCHAR, '')), ';'), '')`,
}

const joined = (texts: readonly string[]): string => texts.map((text) => `coalesce(${text}, '${ABSENT}')`).join(` || '${BETWEEN}' || `)
const PLAIN = CANONICAL_FIELDS.map(plainText)
const BOOKED = BOOKING_FIELDS.map((field) => BOOKING[field])
/** The same as canonicalText of events/canonical.ts. */
const CANONICAL = `${joined(PLAIN)} || CASE WHEN coalesce(${BOOKED.join(', ')}) IS NULL THEN '' ELSE '${BETWEEN}' || ${joined(BOOKED)} END`
const BUCKET = `('0x' || right(id, 3))::INTEGER % ${BUCKETS}`

/** The same as bucketOf and fingerprintOf of events/canonical.ts. */
const BUCKET_SUMS = `
  WITH payouts AS (SELECT ${BUCKET} AS bucket, md5(${CANONICAL}) AS digest FROM payout_facts WHERE position <= $upTo)
  SELECT bucket, count(*) AS count, sum(('0x' || substr(digest, 1, 8))::UBIGINT)::VARCHAR AS high, sum(('0x' || substr(digest, 9, 8))::UBIGINT)::VARCHAR AS low
  FROM payouts GROUP BY bucket ORDER BY bucket`

const NAMED = [...CANONICAL_FIELDS.map((field, n) => [field, PLAIN[n]]), ...BOOKING_FIELDS.map((field, n) => [field, BOOKED[n]])]
/** Columns of payout_facts as canonical texts, by the names of their fields. */
export const AS_TEXTS = NAMED.map(([field, text]) => `${text} AS "${field}"`).join(', ')
const IN_BUCKET = `
  SELECT ${AS_TEXTS} FROM payout_facts
  WHERE ${BUCKET} = $bucket OR id IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))`

/** What do you hold? Computed from the published facts, not from anything the builder claims; comparable with every other store's. */
import { ABSENT, BETWEEN, BUCKETS, CANONICAL_FIELDS } from '@/events/canonical'
import { rowsOf } from './duckdb'
import { holdPublished } from './published'

/** Per bucket: how many payouts, and the sums of the two halves of their fingerprints. */
export type Bucket = { count: number; high: bigint; low: bigint }

export type Fingerprint = { position: bigint; buckets: Bucket[] }

/** The fingerprint of what is published below `dir`, and the position it stands at; null when nothing is. @throws when it cannot be read. */
export async function fingerprint(dir: string): Promise<Fingerprint | null> {
  const published = holdPublished(dir)
  try {
    return await published.read(async (connection, { position }) => {
      const rows = await rowsOf<{ bucket: number; count: string; high: string; low: string }>(connection, BUCKET_SUMS)
      const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({ count: 0, high: 0n, low: 0n }))
      for (const { bucket, count, high, low } of rows) buckets[bucket] = { count: Number(count), high: BigInt(high), low: BigInt(low) }
      return { position: BigInt(position), buckets }
    })
  } finally {
    published.close()
  }
}

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const textOf = (field: string): string => {
  const isTime = field.endsWith('At') || field === 'statusSince'
  const text = isTime ? `strftime(${columnOf(field)}, '%Y-%m-%dT%H:%M:%S.%gZ')` : `${columnOf(field)}::VARCHAR`
  return `coalesce(${text}, '${ABSENT}')`
}

/** Fields that old events lack; nothing where there are none. */
const BOOKING = [
  'booked_on::VARCHAR',
  'value_date::VARCHAR',
  'returned_on::VARCHAR',
  `account_amount_minor || ' ' || account_currency || ' ' || coalesce(exchange_rate, '')`,
  `nullif(array_to_string(list_transform(charges, lambda each:
    each['for'] || ' ' || each.amount_minor || ' ' || each.currency || ' ' || coalesce(each.booked_on::VARCHAR, '')), ';'), '')`,
]

const CANONICAL = `${CANONICAL_FIELDS.map(textOf).join(` || '${BETWEEN}' || `)}
  || CASE WHEN coalesce(${BOOKING.join(', ')}) IS NULL THEN '' ELSE '${BETWEEN}' || ${BOOKING.map((each) => `coalesce(${each}, '${ABSENT}')`).join(` || '${BETWEEN}' || `)} END`

/** The same as bucketOf and fingerprintOf of events/canonical.ts. */
const BUCKET_SUMS = `
  WITH payouts AS (SELECT ('0x' || right(id, 3))::INTEGER % ${BUCKETS} AS bucket, md5(${CANONICAL}) AS digest FROM payout_facts)
  SELECT bucket, count(*) AS count, sum(('0x' || substr(digest, 1, 8))::UBIGINT)::VARCHAR AS high, sum(('0x' || substr(digest, 9, 8))::UBIGINT)::VARCHAR AS low
  FROM payouts GROUP BY bucket ORDER BY bucket`

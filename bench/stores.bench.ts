/** What a payout takes on the disk of each store, of the sample data or of what `fill` brought in: the arithmetic of docs/scale.md begins with it. */
import { globSync, lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@elastic/elasticsearch'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { keep } from './figures'

const BLOCK = 512

const dir = variable('PAYLEDGER_DIR')
const ledger = openLedger(variable('DATABASE_URL_APP'), 1)
const payouts = await ledger.payout.count()
const [sizes] = await ledger.$queryRaw<{ events: number; database: number; outbox: number }[]>`
  SELECT (SELECT count(*) FROM outbox)::int AS events, pg_database_size(current_database())::float8 AS database,
    pg_total_relation_size('outbox')::float8 AS outbox`
await ledger.$disconnect()
const search = new Client({ node: variable('ELASTICSEARCH_URL') })
const { _all } = await search.indices.stats({ index: '*payouts-*', metric: 'store' })
await search.close()
const { events = 0, database = 0, outbox = 0 } = sizes ?? {}
const bytes = {
  ledger: database - outbox,
  outbox,
  kafka: onDisk('data/kafka/data/*payroll-events*/**'),
  search: _all.primaries?.store?.size_in_bytes ?? 0,
  landing: onDisk('finance/events/**'),
  published: newest('finance/published/*.duckdb'),
}
const figures = {
  command: 'npm run bench -- stores',
  ...{ payouts, events, eventsPerPayout: Number((events / payouts).toFixed(2)) },
  bytesPerPayout: Object.fromEntries(Object.entries(bytes).map(([store, size]) => [store, Math.round(size / payouts)])),
}
console.log(figures)
keep('stores', figures)

/** What files really take; Kafka's indices are mostly holes. */
function onDisk(pattern: string): number {
  return globSync(join(dir, pattern)).reduce((sum, path) => sum + (lstatSync(path).isFile() ? statSync(path).blocks * BLOCK : 0), 0)
}

/** A few publications stay beside the newest. */
function newest(pattern: string): number {
  return Math.max(0, ...globSync(join(dir, pattern)).map((path) => statSync(path).size))
}

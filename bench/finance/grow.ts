/** Landings of many events, made of a smaller one that the loader's own code wrote: the same events again under other ids, further on. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PARTITIONS } from '@/events/topics'
import { openToWrite, rowsOf } from '@/finance/duckdb'
import { segmentsFolder } from '@/finance/folders'
import { openLanding } from '@/finance/landing/landing'
import { copyTo } from '@/finance/landing/write-segment'
import { defineTypedEvents } from '@/finance/typed-events'
import { type JournalOptions, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'

const ERA = 1
const BATCH = 5_000
const PAYOUTS_PER_RUN = 500
/** Submitted, approved, sent, and the end; and two of the run itself. */
const EVENTS_PER_RUN = 4 * PAYOUTS_PER_RUN + 2
const OWN = 'position, previous, "partition", "offset", kind, type, dataschema, aggregate_id, version, content, event'

/** Lands about so many events below `dir`, as the loader does. Returns how many, and the CPU of landing them. */
export async function landSome(
  dir: string,
  events: number,
  payout: NonNullable<JournalOptions['payout']> = () => ({}),
): Promise<{ events: number; cpuSeconds: number }> {
  const landing = await openLanding(dir, ERA, () => new Date())
  const batches: TestEvent[][] = Array.from({ length: PARTITIONS }, () => [])
  let [count, cpu] = [0, 0]
  const land = async (partition: number) => {
    const before = process.cpuUsage()
    await landing.land(partition, batches[partition] ?? [])
    const { user, system } = process.cpuUsage(before)
    cpu += user + system
    batches[partition] = []
  }
  for (const event of payrollEvents({ runs: Math.round(events / EVENTS_PER_RUN), payoutsPerRun: PAYOUTS_PER_RUN, payout })) {
    count += 1
    if (batches[event.partition]?.push(event) === BATCH) await land(event.partition)
  }
  for (let partition = 0; partition < PARTITIONS; partition += 1) await land(partition)
  landing.close()
  return { events: count, cpuSeconds: cpu / 1e6 }
}

/** Writes `times` copies of what lies in `from` to `old`, as segments of text alone, and to `typed`, with the contract's columns. People and accounts differ in each. */
export async function multiply(from: string, events: number, times: number, { old, typed }: { old: string; typed: string }): Promise<void> {
  const store = await openToWrite(':memory:', join(typed, 'spill'))
  await store.connection.run("SET memory_limit = '4GB'")
  await defineTypedEvents(store.connection)
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const files = `read_parquet('${segmentsFolder(from, ERA, partition)}/*.parquet', hive_partitioning = false)`
    const [{ last = '0' } = {}] = await rowsOf<{ last: string }>(store.connection, `SELECT max(position) AS last FROM ${files}`)
    for (const dir of [old, typed]) mkdirSync(segmentsFolder(dir, ERA, partition), { recursive: true })
    for (let copy = 0; copy < times; copy += 1) {
      const moved = copy * events
      const before = copy === 0 ? 0 : Number(last) + moved - events
      await store.connection.run(`CREATE OR REPLACE TEMP TABLE texts AS ${copied(files, copy, moved, before)}`)
      const name = `${before + 1}-${Number(last) + moved}.parquet`
      await copyTo(
        store.connection,
        `SELECT ${OWN} FROM texts ORDER BY position`,
        join(segmentsFolder(old, ERA, partition), name),
        'old form',
      )
      await copyTo(
        store.connection,
        'SELECT * FROM typed_events(texts) ORDER BY position',
        join(segmentsFolder(typed, ERA, partition), name),
        'with columns',
      )
    }
  }
  store.close()
}

/** Every id of the generated events begins with `01a20000-`, and all of them are of one person with one account. */
function copied(files: string, copy: number, moved: number, before: number): string {
  const ids = `'01a20000-', '01a2${copy.toString(16).padStart(4, '0')}-'`
  return `
    WITH moved AS (SELECT * REPLACE (position + ${moved} AS position, CASE previous WHEN 0 THEN ${before} ELSE previous + ${moved} END AS previous,
        replace(aggregate_id, ${ids}) AS aggregate_id, replace(event, ${ids}) AS event) FROM ${files}),
      people AS (SELECT * REPLACE (replace(replace(event, repeat('ab', 32), sha256(aggregate_id)), 'Lucía', left(md5(aggregate_id), 9)) AS event) FROM moved)
    SELECT ${OWN.replace('content', 'unhex(sha256(event)) AS content')} FROM people`
}

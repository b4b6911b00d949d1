/** What events say as columns: the same figures from segments with them and without, and none that says something else than its text. */
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dir, land, landedBy, landing } from '@/stack/test-runner/landed'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { type Connection, openToWrite, rowsOf } from './duckdb'
import { segmentsFolder } from './folders'
import { compact } from './landing/compact'
import { openLanding } from './landing/landing'
import { quarantineDamaged } from './landing/quarantine'
import { copyTo } from './landing/write-segment'
import { publish } from './publish'
import { parquet, withColumns } from './typed-events'

landedBy({ openLanding, buildMarts, publish })

const PARTITION_NUMBERS = [0, 1, 2, 3, 4, 5]
const OLD_FORM = 'position, previous, "partition", "offset", kind, type, dataschema, aggregate_id, version, content, event'
const charge = (what: 'payment' | 'return', amountMinor: string, currency: string, bookedOn?: string) => ({
  ...{ for: what, amountMinor, currency },
  ...(bookedOn && { bookedOn }),
})
const on = { bookedOn: '2025-12-31', valueDate: '2026-01-02' }
const bookings = [
  {
    ...on,
    accountAmount: { amountMinor: '9007199254740993', currency: 'EUR', exchangeRate: '4.2646' },
    charges: [charge('payment', '9007199254740993', 'EUR', '2025-12-31'), charge('return', '600', 'EUR', '2026-02-03')],
    returnedOn: '2026-02-03',
  },
  {
    ...on,
    accountAmount: { amountMinor: '1', currency: 'EUR' },
    charges: [charge('payment', '500', 'PLN'), charge('payment', '9', 'USD')],
  },
  { settledOn: '2026-02-01', cameBackOn: '2026-03-01', charges: [] },
  {},
]
const payout = (_: number, line: number) => ({
  booking: bookings[line % 4] ?? {},
  ...(line === 5 && { feeMinor: null, ends: 'returned' as const }),
})
/** Everything that the contract knows, and a field that it does not. */
const few = [...payrollEvents({ runs: 1, payoutsPerRun: 6, payout })].map((event) => ({
  ...event,
  value: Buffer.from(event.value.toString().replace('"rail"', '"notYetKnown":{"payout":[1.5,null]},"rail"')),
}))
const last = few.at(-1)?.position ?? 0n
const settled = few.findLast(({ value }) => value.includes('payout.settled')) as TestEvent

async function withStore<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  try {
    return await work(store.connection)
  } finally {
    store.close()
  }
}

const segments = () =>
  PARTITION_NUMBERS.map((partition) => segmentsFolder(dir, 1, partition)).flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
  )

/** Writes a segment anew, past the landing: what `select` makes of its rows. */
const rewrite = (path: string, select: string, form: 'with columns' | 'old form') =>
  withStore(async (connection) => {
    await copyTo(connection, `SELECT ${select} FROM ${parquet([path])} ORDER BY position`, `${path}.new`, form)
    renameSync(`${path}.new`, path)
  })

/** The hash, and every row of every mart. */
async function marts(): Promise<unknown> {
  const { written, hash } = await buildMarts(dir, 1, last)
  const copy = join(dir, `${randomUUID()}.duckdb`)
  renameSync(written, copy)
  const store = await openToWrite(copy, join(dir, 'spill'))
  const tables = await rowsOf<{ name: string }>(store.connection, 'SELECT table_name AS name FROM duckdb_tables() ORDER BY name')
  const rows: Record<string, unknown> = {}
  for (const { name } of tables) rows[name] = await rowsOf(store.connection, `SELECT * FROM ${name} ORDER BY ALL`)
  store.close()
  return { hash, rows }
}

describe('the marts', () => {
  it('are the same to the last row from segments with columns, without, and any mixture, also when they are compacted', async () => {
    await land(few)
    const whole = await marts()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.infiniteStream(fc.boolean()), fc.boolean(), async (size, old, twice) => {
        rmSync(join(dir, 'events'), { recursive: true, force: true })
        await land(few, size)
        if (twice) await land(few.slice(3), size + 1)
        for (const path of segments()) if (old.next().value) await rewrite(path, OLD_FORM, 'old form')
        expect(await marts()).toEqual(whole)
        for (const partition of PARTITION_NUMBERS) await compact(dir, 1, partition, 3)
        expect(await marts()).toEqual(whole)
        expect(await quarantineDamaged(dir, 1, new Map())).toEqual([])
      }),
      { numRuns: 4 },
    )
  }, 300_000)
})

describe('a segment of the old form', () => {
  it('gets its columns in its place, and keeps its events', async () => {
    await land(few)
    const paths = segments()
    const before = await marts()
    for (const path of paths) await rewrite(path, OLD_FORM, 'old form')
    expect(await withStore((connection) => withColumns(connection, paths))).toEqual(new Set())
    for (const partition of PARTITION_NUMBERS) await compact(dir, 1, partition)
    expect(segments()).toEqual(paths)
    expect(await withStore((connection) => withColumns(connection, paths))).toEqual(new Set(paths))
    expect(await marts()).toEqual(before)
  })

  it('stays as it is when no column can hold what an event says, and the build names that', async () => {
    await land(few)
    const path = segments().find((each) => each.includes(`p=${settled.partition}/`)) ?? ''
    const text = settled.value.toString().replace(/"statusSince":"[^"]+"/, '"statusSince":"at noon"')
    await rewrite(
      path,
      `${OLD_FORM.replace('event', '')} CASE position WHEN ${settled.position} THEN '${text}' ELSE event END AS event`,
      'old form',
    )
    await compact(dir, 1, settled.partition)
    expect(await withStore((connection) => withColumns(connection, [path]))).toEqual(new Set())
    expect(await withStore((connection) => rowsOf(connection, `SELECT * FROM ${parquet([path])}`))).toHaveLength(
      few.filter(({ partition }) => partition === settled.partition).length,
    )
    await expect(buildMarts(dir, 1, last)).rejects.toThrow(`the event at position ${settled.position}`)
  })
})

it.each([
  ['another amount', 'amount_minor + (kind = $$payout$$)::INTEGER AS amount_minor'],
  ['an amount that is missing', 'NULL::BIGINT AS amount_minor'],
  ['a day that the text does not tell', "coalesce(booked_on, DATE '2026-01-01') AS booked_on"],
  ['another name', "beneficiary_name || ' ' AS beneficiary_name"],
  [
    'other charges',
    "list_transform(charges, lambda each: {'for': each['for'], 'amount_minor': each.amount_minor + 1, 'currency': each.currency, 'booked_on': each.booked_on}) AS charges",
  ],
  ['no control totals', 'NULL AS run_totals'],
])('a segment whose columns say %s is found', async (_what, replaced) => {
  await land(few)
  for (const path of segments()) await rewrite(path, `* REPLACE (${replaced})`, 'with columns')
  const found = await quarantineDamaged(dir, 1, new Map())
  expect(found.length).toBeGreaterThan(0)
  for (const { reason } of found)
    expect(reason).toMatch(/^the columns of \d+ of its events are not what their texts say$|^it cannot be read/)
})

it('a segment that claims columns and has none is found', async () => {
  await land(few)
  const [path = ''] = segments()
  await rewrite(path, OLD_FORM, 'with columns')
  expect((await quarantineDamaged(dir, 1, new Map())).map(({ reason }) => reason)).toEqual([expect.stringContaining('it cannot be read')])
})

it.each([
  // Told twice, of which readers take the one or the other: what DuckDB takes is no time.
  ['a time told twice', /"statusSince":/, '"statusSince":"at noon","statusSince":', 'not what a column can hold'],
  ['a line beyond all lines', /"lineNumber":\d+/, '"lineNumber":3000000000', 'data.payout.lineNumber'],
])('an event that no column can hold is a dead letter, and those around it land: %s', async (_what, part, instead, reason) => {
  const number = numbering()
  const good = few[0] as TestEvent
  const odd = Buffer.from(good.value.toString().replace(part, instead))
  const events = [good.value, odd, good.value, odd, good.value].map((value) => number(good.key, value))
  expect(await landing.land(good.partition, events)).toMatchObject({ position: 5n, rows: 3, deadLetters: 2 })
  const letters = join(dir, 'dead-letters/era=1', `p=${good.partition}`)
  expect(readdirSync(letters).sort()).toEqual(['2.json', '4.json'])
  expect(readFileSync(join(letters, '2.json'), 'utf8')).toContain(reason)
})

/** Why do they differ: each cause is planted with real servers and processes, and the sentence that is said of it read. */
import { createServer } from 'node:net'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { eventsTopic, HEADERS } from '@/events/topics'
import { openReader as openFinance } from '@/finance/reader'
import type { Reason } from '@/operations/compare/explain-copy'
import { holdPayout, releaseHold } from '@/payroll/runs/hold-payout'
import { createLog } from '@/platform/log'
import { aliasOf } from '@/search/definition'
import { storedOf } from '@/search/document'
import { readProgress } from '@/search/progress'
import { openReader as openSearchReader, readerOf } from '@/search/reader'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { callOf, done, PREPARER, submittedRun } from '@/stack/test-runner/ledger'
import { until, type Worker } from '@/stack/test-runner/processes'
import { withAdmin } from '@/workers/kafka/admin'
import { kafkaClient } from '@/workers/kafka/connect'
import { readLog } from '@/workers/kafka/read-log'
import { type PayoutCopies, readCopies } from './read-copies'

type Copy = 'search' | 'finance'
const running = new Map<Worker, ReturnType<ComparedGround['processes']['start']>>()
let ground: ComparedGround
let stores: Parameters<typeof readCopies>[0]
let id: string
let other: string
let version = 1

const start = (worker: Worker) =>
  running.set(worker, ground.processes.start(worker, { ...ground.env, HEARTBEAT_DATABASE_URL: ground.test.database.appUrl }))
const kill = async (worker: Worker) => {
  const child = running.get(worker)
  if (child) await ground.processes.kill(child, 'SIGKILL')
}

beforeAll(async () => {
  ground = await comparedGround()
  const { test, search, env } = ground
  stores = { ledger: test.ledger, search: readerOf(search), finance: openFinance(env.FINANCE_DIR ?? '') }
  for (const worker of ['outbox-relay', 'search-projector', 'finance-loader'] as const) start(worker)
  const run = await submittedRun(test)
  const payouts = await test.ledger.payout.findMany({ where: { runId: run.id }, orderBy: { lineNumber: 'asc' } })
  ;[id, other] = payouts.map((payout) => payout.id) as [string, string]
}, 300_000)
afterAll(async () => {
  stores.finance.close()
  await ground.close()
}, 60_000)

/** Holds the payout, or releases it: its next version. */
async function change(): Promise<void> {
  const { ledger } = ground.test
  const act = version % 2 === 1 ? holdPayout : releaseHold
  done(await act(ledger, callOf(PREPARER), id, version, 'asked by phone'))
  version += 1
}
const look = async (payout = id): Promise<PayoutCopies> => (await readCopies(stores, payout)) as PayoutCopies
const of = (copies: PayoutCopies, name: Copy) => copies.copies.find((each) => each.name === name)?.explanation

/** Waits until it is said of the copy, with a sentence that fits. */
async function says(name: Copy, reason: Reason, sentence: RegExp, payout = id): Promise<PayoutCopies> {
  let seen: PayoutCopies | undefined
  await until(
    `${name}: ${reason}, ${sentence}`,
    async () => {
      seen = await look(payout)
      const { reason: said, sentence: how = '' } = of(seen, name) ?? {}
      return said === reason && sentence.test(how)
    },
    90_000,
  ).catch((cause: unknown) => {
    throw new Error(`it says ${JSON.stringify(seen?.copies)}`, { cause })
  })
  return seen as PayoutCopies
}
const agrees = async () => {
  await says('search', 'agrees', /^Search holds what the ledger says\.$/)
  return says('finance', 'agrees', /^Finance holds what the ledger says\.$/)
}

it('all agree: as of which event, and at its place in Kafka', { timeout: 200_000 }, async () => {
  await change()
  const { agrees: isSo, summary, ledger, copies, fields } = await agrees()
  const { partition, offset, position } = ledger.kafka
  expect({ isSo, summary }).toEqual({
    isSo: true,
    summary: `Ledger, search and finance agree on this payout, as of event position ${position}.`,
  })
  expect(copies.map(({ name, version: held, at }) => [name, held, at])).toEqual([
    ['search', version, position],
    ['finance', version, position],
  ])
  expect(fields.every(({ isSame }) => isSame)).toBe(true)
  expect(fields.find(({ field }) => field === 'beneficiaryName')).toMatchObject({
    ledger: '12 characters, not shown',
    search: '12 characters, not shown',
  })
  expect(JSON.stringify(fields)).not.toContain('Lucía')
  const found: (string | undefined)[] = []
  const kafka = kafkaClient({ brokers: (ground.env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })
  const from = new Map([[partition, BigInt(offset ?? -1)]])
  const ends = new Map([[partition, { low: 0n, high: BigInt(offset ?? -1) + 1n }]])
  await readLog(kafka, eventsTopic(ground.env.KAFKA_TOPIC_PREFIX ?? '', 1), from, ends, (_, { key, headers }) => {
    found.push(key?.toString(), headers?.[HEADERS.position]?.toString())
  })
  expect(found).toEqual([id, position])
})

it('a transaction holds the horizon back: by its process', { timeout: 200_000 }, async () => {
  const foreign = new Client({ connectionString: ground.test.database.url })
  await foreign.connect()
  await foreign.query('BEGIN')
  const { rows } = await foreign.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_current_xact_id()')
  await change()
  const sentence = new RegExp(
    `^The change is committed and not published yet: a transaction of process ${rows[0]?.pid} of Postgres.* holds back everything`,
  )
  const { ledger } = await says('search', 'held-back', sentence)
  expect(ledger.kafka).toMatchObject({ state: 'waiting', position: null, offset: null })
  await says('finance', 'held-back', sentence)
  await foreign.query('ROLLBACK')
  await foreign.end()
  await agrees()
})

it('the relay is down', { timeout: 200_000 }, async () => {
  await kill('outbox-relay')
  await change()
  await says('search', 'relay-down', /^The change is committed and not published yet: the relay has not responded for \d+ s\.$/)
  start('outbox-relay')
  await agrees()
})

it('a consumer is behind, by how many events', { timeout: 200_000 }, async () => {
  await kill('search-projector')
  await change()
  await change()
  await says(
    'search',
    'behind',
    /^Search is behind by 2 events of its partition(?:, and its search-projector has not responded for \d+ s)?\.$/,
  )
  const late = await says('finance', 'agrees', /./)
  expect(late.fields.filter(({ isSame }) => !isSame).map(({ field }) => field)).toContain('version')
  await says('search', 'behind', /search-projector has not responded/)
})

it('it was written, and cannot be found before the next refresh', { timeout: 200_000 }, async () => {
  const { ledger } = ground.test
  const index = (await readProgress(ground.search))?.index ?? ''
  const [last] = await ledger.$queryRaw<{ event: string }[]>`
    SELECT event FROM outbox WHERE aggregate_id = ${id}::uuid ORDER BY version DESC LIMIT 1`
  const event = readEvent(last?.event ?? '')
  if (event.kind !== 'payout') throw new Error('it cannot be read')
  const { position } = (await look()).ledger.kafka
  await ground.search.client.index({ index, id, document: storedOf(event.data.payout, position ?? ''), refresh: false })
  await says('search', 'not-refreshed', /^Search has written the change, and it can be found after the next refresh\.$/)
  start('search-projector')
  await agrees()
})

it('finance has it, and says when it is published', { timeout: 200_000 }, async () => {
  for (;;) {
    await change()
    let reason: Reason | undefined
    await until('finance moves', async () => {
      reason = of(await look(), 'finance')?.reason
      return reason === 'publication-due' || reason === 'agrees'
    })
    if (reason === 'agrees') continue
    const sentence = of(await look(), 'finance')?.sentence
    expect(sentence).toMatch(
      /^Finance (?:has the event; the publication that shows it (?:is|was) due at \d\d:\d\d:\d\d UTC|holds what the ledger says)\.$/,
    )
    if (sentence?.includes('due at')) break
  }
  await agrees()
})

it('a gap in the partition', { timeout: 300_000 }, async () => {
  for (const worker of ['search-projector', 'finance-loader'] as const) await kill(worker)
  await change()
  const published = () => until('it is published', async () => (await look()).ledger.kafka.state === 'published')
  await published()
  const { partition, offset } = (await look()).ledger.kafka
  await change()
  await published()
  await kill('outbox-relay')
  const kafka = kafkaClient({ brokers: (ground.env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log: createLog('test', 'silent') })
  const topic = eventsTopic(ground.env.KAFKA_TOPIC_PREFIX ?? '', 1)
  await withAdmin(kafka, async (admin) => {
    await admin.fetchTopicOffsets(topic) // what it knows of the topic, it knows of this
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: (BigInt(offset ?? 0) + 1n).toString() }] })
  })
  start('search-projector')
  start('finance-loader')
  const gap = new RegExp(`waits at a gap: events after position \\d+ of partition ${partition} are missing in Kafka\\.$`)
  await says('search', 'gap', gap)
  await says('finance', 'gap', gap)
  start('outbox-relay')
  await agrees()
})

it('an index of an older definition', { timeout: 200_000 }, async () => {
  const { client, prefix } = ground.search
  const index = (await readProgress(ground.search))?.index ?? ''
  await kill('search-projector')
  const older = `${prefix}payouts-0123456789-1`
  const mappings = (await client.indices.getMapping({ index }))[index]?.mappings
  await client.indices.create({ index: older, ...(mappings && { mappings }) })
  const { hits } = await client.search({ index, size: 1_000 })
  const operations = hits.hits.flatMap(({ _id, _source }) => [{ index: { _id } }, _source])
  await client.bulk({ index: older, operations, refresh: true })
  const alias = aliasOf(prefix)
  await client.indices.updateAliases({ actions: [{ remove: { index, alias } }, { add: { index: older, alias } }] })
  await says('search', 'agrees', /./)
  await change()
  await says('finance', 'agrees', /./)
  await says(
    'search',
    'older-definition',
    /^What search answers from was made by an older definition, and is fed no more: it is filled anew beside it\.$/,
  )
  start('search-projector')
  await agrees()
})

it('a dead letter, in both copies', { timeout: 200_000 }, async () => {
  await kill('outbox-relay')
  const { ledger } = ground.test
  done(await holdPayout(ledger, callOf(PREPARER), other, 1, 'asked by phone'))
  await ground.pastRules(
    `UPDATE outbox SET event = replace(event, 'urn:payledger:payout:1', 'urn:payledger:payout:9') WHERE aggregate_id = $1 AND version = 2`,
    [other],
  )
  start('outbox-relay')
  const reason = /could not take the event and has set it aside as a dead letter: dataschema urn:payledger:payout:9 is unknown\.$/
  await says('search', 'dead-letter', reason, other)
  await says('finance', 'dead-letter', reason, other)
})

it('a copy that was changed by hand, and a row that was changed past the rules', { timeout: 200_000 }, async () => {
  const index = (await readProgress(ground.search))?.index ?? ''
  const write = (document: Record<string, unknown>) => ground.search.client.index({ index, id, document, refresh: true })
  const before = (await ground.search.client.get<Record<string, unknown>>({ index, id }))._source ?? {}
  await write({ ...before, status: 'settled' })
  const { fields, agrees: isSo } = await says(
    'search',
    'damaged',
    /^The copy is damaged: search says that it has every event up to position \d+, and holds what no event says\.$/,
  )
  expect(fields.filter(({ isSame }) => !isSame)).toEqual([
    { field: 'document.status', ledger: null, event: before.status, search: 'settled', finance: null, isSame: false },
  ])
  expect(isSo).toBe(false)
  await ground.search.client.delete({ index, id, refresh: true })
  await says('search', 'damaged', /and does not have this payout\.$/)
  await write(before)
  await agrees()
  await ground.pastRules('UPDATE payout SET amount_minor = amount_minor + 1 WHERE id = $1', [id])
  const changed = await look()
  expect(changed.ledger.explanation?.reason).toBe('row-without-event')
  expect(changed.copies.map(({ explanation }) => explanation.reason)).toEqual(['agrees', 'agrees'])
  expect(changed.agrees).toBe(false)
  await ground.pastRules('UPDATE payout SET amount_minor = amount_minor - 1 WHERE id = $1', [id])
})

it('a store that does not answer is said, in time, and the others are shown; what nobody has is nothing', { timeout: 60_000 }, async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const { port } = silent.address() as { port: number }
  for (const url of ['http://127.0.0.1:1', `http://127.0.0.1:${port}`]) {
    const began = performance.now()
    const found = await readCopies({ ...stores, search: openSearchReader({ url, prefix: 'x' }) }, id)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(found?.copies.map(({ answers, explanation }) => [answers, explanation.reason])).toEqual([
      [false, 'no-answer'],
      [true, 'agrees'],
    ])
    expect(found?.fields.every(({ isSame, search }) => isSame && search === null)).toBe(true)
  }
  silent.close()
  expect(await readCopies(stores, '00000000-0000-7000-8000-000000000000')).toBe(null)
})

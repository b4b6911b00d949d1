/** A dead letter of each cause, as a real record in Kafka, in both copies: seen, tried, read again and failing again, given up by two people, and given up for good. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import type { LookedAt, Trial } from '@/desks/operations/look-at-letter'
import type { LetterGroups, LetterList, ListedLetter } from '@/desks/operations/read-letters'
import type { Letter } from '@/events/dead-letter'
import { DEAD_LETTER_CAUSES } from '@/events/dead-letter-cause'
import { eventsTopic } from '@/events/topics'
import { readProgress as readFinance } from '@/finance/progress'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import { recordProof } from '@/operations/repairs/read-repairs'
import { createLog } from '@/platform/log'
import { openSearch, type Search } from '@/search/client'
import { keptOf, LETTER_KINDS, letterDocumentId } from '@/search/dead-letters'
import { aliasedIndex, readProgress } from '@/search/progress'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { signedHeaders } from '@/stack/test-runner/events-key'
import { type KafkaJournal, kafkaJournal } from '@/stack/test-runner/kafka-journal'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { People } from '@/stack/test-runner/people'
import { type Processes, testProcesses, until } from '@/stack/test-runner/processes'
import { kafkaClient } from '@/workers/kafka/connect'
import { GET as read } from './dead-letters/[id]/route'
import { GET as trial } from './dead-letters/[id]/trial/route'
import { POST as discard } from './dead-letters/discards/route'
import { GET as groups } from './dead-letters/groups/route'
import { POST as redrive } from './dead-letters/redrives/route'
import { GET as list } from './dead-letters/route'
import { POST as cancel } from './repairs/[id]/cancellations/route'
import { POST as confirm } from './repairs/[id]/confirmations/route'
import { GET as repair } from './repairs/[id]/route'

const LIMIT = { timeout: 400_000 }
const WAIT_MS = 120_000
const REASON = 'asked for by a test'
const COPIES = ['search', 'finance'] as const
const MANY = 5_000

let test: TestLedger
let people: People
let env: Record<string, string>
let search: Search
let kafka: KafkaJournal
const processes: Processes = testProcesses()
let projector: ReturnType<Processes['start']>
/** Those that the copies can read. */
let good: TestEvent[]

beforeAll(async () => {
  test = await testLedger()
  env = { ...testEnv(test.database), HEARTBEAT_DATABASE_URL: test.database.relayUrl }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const name of ['first', 'second']) await people.add(name, 'operator')
  await people.add('support', 'support')
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  kafka = kafkaJournal(env.KAFKA_BROKERS ?? '')
  await kafka.makeTopics(env.KAFKA_TOPIC_PREFIX ?? '')
  await plant()
  projector = processes.start('search-projector', env)
  processes.start('finance-loader', env)
  await until('both copies have it all', async () => (await open('search')) === 7 && (await open('finance')) === 6, WAIT_MS)
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await kafka.close()
  await search.client.close()
  await server().ledger.$disconnect()
  await test.close()
})

/** One record of each cause among good ones, all of one partition; a record without a place, which nobody signed, is the last. */
async function plant(): Promise<void> {
  const number = numbering()
  const all = [...payrollEvents({ runs: 1, payoutsPerRun: 1_250 })]
  const [first] = all as [TestEvent, ...TestEvent[]]
  const event = JSON.parse(first.value.toString()) as { data: { payout: object } }
  const huge = {
    ...event,
    data: { ...event.data, payout: { ...event.data.payout, id: '01a20000-0000-7000-8000-00000000beef', companyCode: 'X'.repeat(40_000) } },
  }
  const bad: (object | Buffer)[] = [
    Buffer.from('{"specversion":"1.0","data":{"payout":{"beneficiaryName":"Lucía García", half'),
    { ...event, dataschema: 'urn:payledger:payout:2' },
    { ...event, type: 'payout.teleported' },
    { ...event, data: { payout: { id: 'none', beneficiaryName: 'Lucía García' } } },
    huge,
    Buffer.alloc(0),
  ]
  const planted = bad.map((each) => number(first.key, each))
  good = all.map((each) => number(each.key, each.value))
  const topic = eventsTopic(env.KAFKA_TOPIC_PREFIX ?? '', 1)
  const client = kafkaClient({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'planting', log: createLog('test', 'silent') })
  const producer = client.producer()
  await producer.connect()
  const messages = planted.map(({ partition, key, value, position, previous }) => ({
    ...{ partition, key, value: value.length === 0 ? null : value },
    headers: signedHeaders(topic, { partition, key, value: value.toString(), position: `${position}`, previous: `${previous}` }),
  }))
  await producer.send({ topic, messages })
  await kafka.send(env.KAFKA_TOPIC_PREFIX ?? '', good)
  // A forged one: a good event that nobody signed and that names no place.
  await producer.send({ topic, messages: [{ partition: first.partition, key: first.key, value: first.value }] })
  await producer.disconnect()
  const end = good.at(-1)?.position ?? 0n
  await kafka.announce(env.KAFKA_TOPIC_PREFIX ?? '', [...planted, ...good], end, end + 1n, machineClock())
}

const open = async (copy: (typeof COPIES)[number]) =>
  (copy === 'search' ? await readProgress(search) : await readFinance(env.FINANCE_DIR ?? ''))?.deadLetters
const get = async <T>(handler: typeof groups | typeof list, query = '') =>
  (await people.ask<T>('first', handler, { method: 'GET', query })).body
const byId = async <T>(handler: typeof read | typeof trial | typeof repair, id: string) =>
  (await people.ask<T>('first', handler, { method: 'GET', id })).body
const groupsNow = () => get<LetterGroups>(groups)
const listed = (query: string) => get<LetterList>(list, query)
const ended = async (id: string): Promise<RepairRow> => {
  await until('it has ended', async () => (await byId<RepairRow>(repair, id)).endedAt !== null, WAIT_MS)
  return byId<RepairRow>(repair, id)
}
const asks = (who: string, handler: typeof redrive | typeof discard, body: object) =>
  people.ask<{ id: string; type?: string }>(who, handler, { body: { reason: REASON, ...body } })

it('each cause is seen in its group, listed, shown without a name, and tried', LIMIT, async () => {
  const { groups: found, unknownIn, cutIn } = await groupsNow()
  expect({ unknownIn, cutIn }).toEqual({ unknownIn: [], cutIn: [] })
  const causes = (copy: string) => found.filter((each) => each.copy === copy).map(({ cause }) => cause)
  expect(causes('search').sort()).toEqual([...DEAD_LETTER_CAUSES].sort())
  expect(causes('finance').sort()).toEqual([...DEAD_LETTER_CAUSES].filter((cause) => cause !== 'rejected-by-copy').sort())
  expect(found.find(({ cause }) => cause === 'unknown-schema')).toMatchObject({ schema: 'urn:payledger:payout:2', count: 1, lastHour: 1 })
  expect(JSON.stringify(found)).not.toMatch(/García|Lucía/)
  const outcomes: Record<string, string> = {}
  for (const copy of COPIES) {
    const { letters, next } = await listed(`?copy=${copy}`)
    expect(next).toBeNull()
    for (const { id, cause } of letters) {
      const one = await byId<LookedAt>(read, id)
      expect(one).toMatchObject({ id, copy, cause, settled: null, decision: null })
      expect(JSON.stringify(one)).not.toMatch(/García|Lucía|XXXXX/)
      outcomes[`${copy} ${cause}`] = (await byId<Trial>(trial, id)).outcome
    }
  }
  const unreadable = ['no-value', 'not-json', 'unknown-schema', 'unknown-type', 'malformed']
  for (const copy of COPIES) for (const cause of unreadable) expect(`${cause} ${outcomes[`${copy} ${cause}`]}`).toBe(`${cause} unreadable`)
  expect(outcomes).toMatchObject({ 'search no-place': 'no-place', 'finance no-place': 'no-place', 'search rejected-by-copy': 'changes' })
  expect(await open('search')).toBe(7)
})

it('what fails again says so and stays open; a forged message is never handed to the copy', LIMIT, async () => {
  expect((await asks('support', redrive, { copy: 'search' })).status).toBe(403)
  for (const copy of COPIES) {
    const { body, status } = await asks('first', redrive, { copy })
    expect(status).toBe(201)
    expect((await asks('second', redrive, { copy })).body.type).toMatch(/unsuited/)
    const report = await ended(body.id)
    expect(report).toMatchObject({ state: 'refused', outcome: expect.stringMatching(/^0 of \d letters could be read and taken/) })
    const { letters } = await listed(`?copy=${copy}`)
    for (const each of letters) expect(each.tried).toMatchObject({ repairId: body.id, reason: expect.any(String) })
    expect(letters.find(({ cause }) => cause === 'no-place')?.tried?.reason).toContain('nobody signed it')
  }
  expect([await open('search'), await open('finance')]).toEqual([7, 6])
})

it('is given up by two, never by one; their names and the reason stay, also when the copy is filled anew', LIMIT, async () => {
  const of = async (copy: string, cause: string) => (await listed(`?copy=${copy}&cause=${cause}`)).letters[0] as ListedLetter
  const { id: letterId } = await of('search', 'no-place')
  expect((await asks('first', discard, { copy: 'search', id: 'search-1-0-999999' })).body.type).toMatch(/unsuited/)
  const asked = (await asks('first', discard, { copy: 'search', id: letterId })).body.id
  const confirms = (who: string, id: string) => people.ask<{ type?: string }>(who, confirm, { id })
  expect((await confirms('first', asked)).body.type).toMatch(/four-eyes/)
  expect((await confirms('support', asked)).status).toBe(403)
  expect(await byId<LookedAt>(read, letterId)).toMatchObject({ settled: null, decision: { askedBy: 'first', confirmedBy: null } })
  const taken = await people.ask('second', cancel, { id: asked, body: { reason: 'not yet' } })
  expect(taken.status).toBe(200)
  expect((await confirms('second', asked)).body.type).toMatch(/wrong-state/)

  const ids: string[] = []
  for (const copy of COPIES) {
    for (const { cause, schema } of (await groupsNow()).groups.filter((each) => each.copy === copy)) {
      if (cause === 'rejected-by-copy') continue
      const { id } = (await asks('first', discard, { copy, cause, schema: schema ?? 'none' })).body
      expect((await confirms('second', id)).status).toBe(200)
      expect((await people.ask('first', cancel, { id, body: { reason: 'too late' } })).status).not.toBe(200)
      expect(await ended(id)).toMatchObject({ state: 'done', askedBy: 'first', confirmedBy: 'second', reason: REASON })
      ids.push(id)
    }
  }
  await until('finance is complete', async () => (await open('finance')) === 0, WAIT_MS)
  expect(await open('search')).toBe(1)
  const { decisions } = await groupsNow()
  expect(decisions.map(({ repairId }) => repairId).sort()).toEqual(ids.sort())
  expect(await byId<LookedAt>(read, letterId)).toMatchObject({
    ...{ settled: { how: 'discarded' }, decision: { askedBy: 'first', confirmedBy: 'second', reason: REASON, isDone: true } },
  })
  await expect(test.ledger.$executeRaw`UPDATE repair SET reason = 'another' WHERE id = ${ids[0]}::uuid`).rejects.toThrow(/does not change/)
  await expect(test.ledger.$executeRaw`UPDATE repair SET confirmed_by = asked_by WHERE id = ${ids[0]}::uuid`).rejects.toThrow(/repair/)

  await processes.kill(projector, 'SIGKILL')
  await search.client.indices.delete({ index: (await aliasedIndex(search, 3_000)) ?? '' })
  projector = processes.start('search-projector', env)
  await until('it is filled anew', async () => (await readProgress(search))?.position === `${good.at(-1)?.position}`, WAIT_MS)
  await until('what was given up is so again', async () => (await open('search')) === 1, WAIT_MS)
  expect(await byId<LookedAt>(read, letterId)).toMatchObject({ settled: { how: 'discarded' }, decision: { confirmedBy: 'second' } })
})

it('five thousand of one cause are listed page by page, and read again in pieces', LIMIT, async () => {
  const index = (await aliasedIndex(search, 3_000)) ?? ''
  const events = good.filter(({ value }) => value.includes('urn:payledger:payout:1')).slice(0, MANY)
  expect(events).toHaveLength(MANY)
  const operations = events.flatMap(({ partition, offset, position, previous, value }) => {
    const letter: Letter = {
      ...{
        copy: 'search',
        era: 1,
        partition,
        offset,
        position: `${position}`,
        after: `${previous}`,
      },
      ...{ reason: 'dataschema urn:payledger:payout:1 is unknown', at: machineClock().toISOString(), schema: 'urn:payledger:payout:1' },
      ...{ bytes: value.toString('base64'), tried: null, settled: null },
    } as const
    return [
      { index: { _id: letterDocumentId(partition, letter.offset) } },
      { kind: LETTER_KINDS.open, partition, at: letter.at, note: keptOf(letter) },
    ]
  })
  await search.client.bulk({ index, operations, refresh: true })
  expect((await groupsNow()).groups).toContainEqual(
    expect.objectContaining({ copy: 'search', cause: 'unknown-schema', count: MANY, schema: 'urn:payledger:payout:1' }),
  )
  const seen = new Set<string>()
  for (let after = ''; ; ) {
    const page = await listed(`?copy=search&cause=unknown-schema&schema=urn:payledger:payout:1${after}`)
    for (const { id } of page.letters) seen.add(id)
    if (page.next === null) break
    after = `&after=${page.next}`
  }
  expect(seen.size).toBe(MANY)
  const { id } = (await asks('first', redrive, { copy: 'search', cause: 'unknown-schema', schema: 'urn:payledger:payout:1' })).body
  await until('it is half done', async () => ((await byId<RepairRow>(repair, id)).eventsLeft ?? MANY) < MANY, WAIT_MS)
  await processes.kill(projector, 'SIGKILL')
  projector = processes.start('search-projector', env)
  await until('all were read again', async () => (await byId<RepairRow>(repair, id)).state === 'filled', WAIT_MS)
  expect((await listed('?copy=search&cause=unknown-schema&schema=urn:payledger:payout:1')).letters[0]?.tried).toMatchObject({
    reason: null,
  })
  // Its proof is the reconciler's, which compares with a ledger that has these events: see workers/redrive.int.test.ts.
  await recordProof(
    test.ledger,
    id,
    { position: '1', payouts: 1_250, differences: [], differenceCount: 0 },
    { whenEqual: 'proven', refusal: null },
  )
  expect(await ended(id)).toMatchObject({ state: 'done', outcome: '5000 of 5000 letters settled.' })
  expect(await open('search')).toBe(1)
})

/** A click on Approve is followed through every process, as a receiver of traces sees it; and without a receiver, or with a bad one, nothing is different. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { POST as approve } from '@/app/api/payroll-runs/[id]/approvals/route'
import { GET as session } from '@/app/api/session/route'
import { server } from '@/app/http/server'
import { readEvent } from '@/events/read-event'
import { eventsTopic } from '@/events/topics'
import { readManifest } from '@/finance/manifest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { createLog } from '@/platform/log'
import { startTracing } from '@/platform/tracing'
import { openSearch } from '@/search/client'
import { readProgress } from '@/search/progress'
import type { Child } from '@/stack/processes/child'
import { testClock } from '@/stack/test-runner/clock'
import { CSV, newLedger, submittedRun, type TestLedger } from '@/stack/test-runner/ledger'
import { makeIban } from '@/stack/test-runner/make-iban'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { People } from '@/stack/test-runner/people'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { publishedEvents, publishedHeaders, type RelayGround, relayed, relayGround } from '@/stack/test-runner/relay'
import { type ReceivedSpan, type TraceReceiver, traceReceiver } from '@/stack/test-runner/trace-receiver'

const COPIES = ['search-projector', 'finance-loader'] as const
const processes = testProcesses()
let servers: OwnServers
let ground: RelayGround
let test: TestLedger
let people: People
let receiver: TraceReceiver
let relay: Child
let stopTracing: () => Promise<void>
let paid = 0

const topic = () => eventsTopic(ground.prefix, 1)

beforeAll(async () => {
  servers = await ownServers('postgres')
  ground = await relayGround(servers)
  receiver = await traceReceiver()
  for (const [name, value] of Object.entries(ground.env)) vi.stubEnv(name, value)
  test = await newLedger(ground.database, openLedger(ground.database.appUrl, 4))
  people = new People(test.ledger, ground.env)
  await people.add('approver', 'coordinator')
}, 480_000)
afterAll(async () => {
  await stopTracing?.()
  await processes.stopAll()
  await ground?.close()
  await server().ledger.$disconnect()
  await test?.ledger.$disconnect()
  await receiver?.close()
  await servers?.end()
}, 120_000)

/** As startTracing reads it, and the processes that are started from now on. */
function tracedTo(endpoint: string): void {
  ground.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint)
}

function startAll(): void {
  relay = ground.relay()
  for (const copy of COPIES) processes.start(copy, { ...ground.env, HEARTBEAT_DATABASE_URL: ground.database.appUrl })
}

async function stopAll(): Promise<void> {
  await relay.stop()
  await processes.stopAll()
}

/** Of people of its own, so that nobody is paid twice. */
function newRun() {
  const lines = ['Lucía García', 'Jürgen Groß', 'Tanaka Tarō'].map((name) => {
    const number = 2_000 + ++paid
    return `${number},${name},DE,${makeIban('DE', `10010010${String(number).padStart(10, '0')}`)},,EUR,${1000 + number}.50`
  })
  return submittedRun(test, `${CSV.split('\n')[0]}\n${lines.join('\n')}\n`)
}

/** The approval of a run that others have prepared, as the page asks for it. */
async function approved({ id, seal }: { id: string; seal: string }, headers: Record<string, string> = {}) {
  const request = new Request(`http://127.0.0.1:3000/api/payroll-runs/${id}/approvals`, {
    method: 'POST',
    headers: { cookie: people.cookieOf('approver'), 'content-type': 'application/json', 'if-match': '"2"', ...headers },
    body: JSON.stringify({ seal }),
  })
  const response = await approve(request, { params: Promise.resolve({ id }) })
  const text = await response.text()
  if (response.status !== 200) throw new Error(text)
  return { status: response.status, body: JSON.parse(text) as object }
}

/** The journal's texts of a run and its payouts after submission. */
async function eventsOf(runId: string): Promise<string[]> {
  const { rows } = await ground.owner.query<{ event: string }>(
    `SELECT event FROM outbox WHERE type IN ('payout.approved', 'payroll-run.approved')
       AND (aggregate_id = $1 OR aggregate_id IN (SELECT id FROM payout WHERE run_id = $1)) ORDER BY seq`,
    [runId],
  )
  return rows.map(({ event }) => event)
}

async function covered(): Promise<void> {
  const events = await relayed(ground.pool, 120_000)
  const search = openSearch({ url: ground.env.ELASTICSEARCH_URL ?? '', prefix: ground.env.SEARCH_INDEX_PREFIX ?? '' })
  await until('search covers it', async () => Number((await readProgress(search))?.position ?? 0) >= events)
  await search.client.close()
  await until('finance has published it', async () => Number((await readManifest(ground.env.FINANCE_DIR ?? ''))?.position ?? 0) >= events)
}

const of = (traceId: string | undefined) => receiver.spans.filter((span) => span.traceId === traceId)
const named = (spans: ReceivedSpan[], process: string, name: string) =>
  spans.filter((span) => span.process === process && span.name === name)
const only = (spans: ReceivedSpan[]): ReceivedSpan => {
  expect(spans).toHaveLength(1)
  return spans[0] as ReceivedSpan
}

it('without a receiver no event says anything of a trace', { timeout: 600_000 }, async () => {
  tracedTo('')
  stopTracing = await startTracing({ process: 'app', version: '0', log: createLog('app', 'error'), clock: testClock })
  startAll()
  const run = await newRun()
  expect((await approved(run, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })).status).toBe(200)
  const events = await eventsOf(run.id)
  expect(events).toHaveLength(4)
  for (const event of events) expect(event).not.toContain('traceparent')
  await covered()
  await stopAll()
  expect(receiver.texts).toEqual([])
})

it('one approval is one trace from the click to both copies', { timeout: 600_000 }, async () => {
  tracedTo(receiver.url)
  stopTracing = await startTracing({ process: 'app', version: '0', log: createLog('app', 'error'), clock: testClock })
  startAll()
  const [run, other] = [await newRun(), await newRun()]
  const proxy = { trace: randomUUID().replaceAll('-', ''), span: '00f067aa0ba902b7' }
  const sent = { 'idempotency-key': randomUUID() }
  const first = await approved(run, { ...sent, traceparent: `00-${proxy.trace}-${proxy.span}-01` })
  expect(first.status).toBe(200)
  // The same request again, as of another trace: the same answer, and nothing happens.
  expect(await approved(run, { ...sent, traceparent: `00-${'c'.repeat(32)}-${proxy.span}-01` })).toEqual(first)
  expect((await approved(other, { traceparent: 'nonsense' })).status).toBe(200)
  // As Next asks a route that has no parameters.
  const asked = new Request('http://127.0.0.1:3000/api/session', { headers: { cookie: people.cookieOf('approver') } })
  expect((await session(asked, { params: undefined } as never)).status).toBe(200)
  await covered()

  const traceOf = (process: string, name: string) => named(of(proxy.trace), process, name)
  await until('the receiver has heard of both copies', () => {
    const applied = (copy: string) =>
      traceOf(copy, `process ${topic()}`).reduce((sum, { attributes }) => sum + Number(attributes['messaging.batch.message_count']), 0)
    const answers = [...traceOf('search-projector', 'refresh search'), ...traceOf('finance-loader', 'publish marts')]
    return (
      COPIES.every((copy) => applied(copy) === 4) && answers.length === COPIES.flatMap((copy) => traceOf(copy, `process ${topic()}`)).length
    )
  }).catch((cause: unknown) => {
    throw new Error(JSON.stringify(of(proxy.trace), null, 1), { cause })
  })
  const request = only(traceOf('app', 'POST /api/payroll-runs/{id}/approvals'))
  expect(request).toMatchObject({ kind: 2, parentId: proxy.span, isError: false, attributes: { 'http.response.status_code': 200 } })
  const command = only(traceOf('app', 'command'))
  expect(command).toMatchObject({ parentId: request.spanId, attributes: { 'payledger.outcome': 'done' } })
  const sends = traceOf('outbox-relay', `send ${topic()}`)
  const applies = COPIES.flatMap((copy) => traceOf(copy, `process ${topic()}`))
  expect(sends.length).toBeGreaterThan(0)
  for (const span of [...sends, ...applies]) expect(span.parentId).toBe(command.spanId)
  expect(sends.reduce((sum, { attributes }) => sum + Number(attributes['messaging.batch.message_count']), 0)).toBe(4)
  const answers = [...traceOf('search-projector', 'refresh search'), ...traceOf('finance-loader', 'publish marts')]
  expect(answers.map(({ parentId }) => parentId).sort()).toEqual(applies.map(({ spanId }) => spanId).sort())
  for (const span of answers) expect(span.toMs).toBeGreaterThanOrEqual(command.toMs)

  // The journal, Kafka's bytes and Kafka's header name the command; both other approvals have traces of their own.
  const traceparent = `00-${proxy.trace}-${command.spanId}-01`
  const events = await eventsOf(run.id)
  expect(events).toHaveLength(4)
  const published = await publishedEvents(ground.brokers, ground.prefix)
  const headers = await publishedHeaders(ground.brokers, ground.prefix)
  for (const event of events) {
    expect(event.startsWith(`{"specversion":"1.0","traceparent":"${traceparent}",`)).toBe(true)
    expect(readEvent(event).kind).not.toBe('unreadable')
    const at = published.findIndex(({ value }) => value === event)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(headers[at]?.traceparent).toBe(traceparent)
  }
  for (const [at, { value }] of published.entries()) expect(headers[at]?.traceparent !== undefined).toBe(value.includes('"traceparent"'))
  const [again] = receiver.spans.filter(({ traceId, name }) => traceId === 'c'.repeat(32) && name === 'command')
  expect(again?.attributes).toEqual({ 'payledger.outcome': 'replayed' })
  expect(of('c'.repeat(32)).map(({ process }) => process)).toEqual(['app', 'app'])
  expect(receiver.spans.map(({ name }) => name)).toContain('GET /api/session')
  const elsewhere = /"traceparent":"00-([0-9a-f]{32})-/.exec((await eventsOf(other.id))[0] ?? '')?.[1]
  expect([proxy.trace, 'c'.repeat(32), undefined]).not.toContain(elsewhere)
  expect(receiver.texts.join()).not.toMatch(/García|Tanaka|Groß|DE\d{20}|Test Employer|approver@|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/)
})

it.each(['silent', 500] as const)(
  'a receiver that is %s keeps nobody waiting, and no process from ending',
  { timeout: 600_000 },
  async (how) => {
    receiver.is.answering = how
    const began = performance.now()
    const run = await newRun()
    expect((await approved(run)).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect((await eventsOf(run.id))[0]).toContain('"traceparent":"00-')
    await covered()
    const asked = receiver.texts.length
    expect(asked).toBeGreaterThan(0)
    const endedAt = performance.now()
    await stopAll()
    expect(performance.now() - endedAt).toBeLessThan(20_000)
    startAll()
  },
)

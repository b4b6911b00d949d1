/** If one of these fails, traces cost what nobody asked for, or a receiver that is away holds the product up. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openEvent } from '@/events/traceparent'
import { until } from '@/stack/test-runner/processes'
import { type TraceReceiver, traceReceiver } from '@/stack/test-runner/trace-receiver'
import { beginWithEvents } from '@/workers/kafka/trace-events'
import { createLog } from './log'
import { writeTraceparent } from './trace-context'
import { inSpan, startTracing, traceFields, tracingNow } from './tracing'

const NOW = new Date('2026-11-30T09:00:00Z')
let receiver: TraceReceiver
let stop: (() => Promise<void>) | null = null
const warnings: unknown[] = []

beforeEach(async () => {
  receiver = await traceReceiver()
  warnings.length = 0
})
afterEach(async () => {
  await stop?.()
  stop = null
  await receiver.close()
  vi.unstubAllEnvs()
})

async function traced(more: Record<string, string> = {}): Promise<void> {
  const named = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: '', OTEL_TRACES_SAMPLER_ARG: '', ...more }
  for (const [name, value] of Object.entries(named)) vi.stubEnv(name, value)
  const log = createLog('test', 'silent')
  vi.spyOn(log, 'warn').mockImplementation((...said: unknown[]) => void warnings.push(said))
  stop = await startTracing({ process: 'test', version: '1.2.3', log, clock: () => NOW })
}

const named = (name: string) => ({ name, kind: 'internal' }) as const
const eventOf = (traceparent: string, time = NOW) => `${openEvent(traceparent)}"time":"${time.toISOString()}","data":{}}`
const traceparentOf = (n: number, flags = '01') => `00-${String(n).padStart(32, '0')}-${String(n).padStart(16, '0')}-${flags}`

it('without a receiver nothing begins, and the work is only called', async () => {
  await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })
  expect(tracingNow()).toBeNull()
  expect(await inSpan(named('work'), async () => traceFields())).toEqual({})
  expect(beginWithEvents(named('send'), [eventOf(traceparentOf(1))], (event) => event)()).toEqual([])
  expect(receiver.texts).toEqual([])
})

it('work within work is one trace, with its failure, and with the headers that the receiver wants', async () => {
  await traced({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%20secret,x-tenant=pay' })
  const failing = inSpan(named('outer'), async () => {
    expect(traceFields().trace_id).toMatch(/^[0-9a-f]{32}$/)
    await inSpan(
      named('inner'),
      async () => 1,
      () => ({ 'payledger.outcome': 'done' }),
    )
    throw new RangeError('Lucía García')
  })
  await expect(failing).rejects.toThrow('Lucía García')
  await until('both arrive', () => receiver.spans.length === 2, 20_000)
  const [inner, outer] = receiver.spans
  expect(outer).toMatchObject({ name: 'outer', parentId: '', isError: true, attributes: { 'error.type': 'RangeError' }, process: 'test' })
  expect(inner).toMatchObject({ traceId: outer?.traceId, parentId: outer?.spanId, attributes: { 'payledger.outcome': 'done' } })
  expect(receiver.headers).toMatchObject({ authorization: 'Bearer a secret', 'x-tenant': 'pay' })
  expect(receiver.texts.join()).not.toMatch(/García|secret/)
})

it('of a share of 0 nothing is sent, and events are not marked, whatever the caller asks for', async () => {
  await traced({ OTEL_TRACES_SAMPLER_ARG: '0' })
  const parent = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), isSampled: true }
  const seen = await tracingNow()?.inSpan(
    named('asked'),
    parent,
    async () => tracingNow()?.current(),
    () => ({}),
  )
  expect(seen).toMatchObject({ traceId: parent.traceId, isSampled: false })
  await stop?.()
  expect(receiver.texts).toEqual([])
})

it('a batch costs a span for each command in it, up to 32, and links for some more', async () => {
  await traced()
  const events = Array.from({ length: 2_000 }, (_, n) => eventOf(traceparentOf(1 + (n % 40))))
  const old = eventOf(traceparentOf(77), new Date(NOW.getTime() - 3_600_001))
  const all = [...events, old, eventOf(traceparentOf(78, '00')), 'no event', null]
  const told = beginWithEvents({ name: 'send', kind: 'producer' }, all, (event) => event)()
  expect(told.map(({ events }) => events)).toEqual(Array(32).fill(50))
  await until('they arrive', () => receiver.spans.length === 32, 20_000)
  const [first, ...others] = receiver.spans
  expect(first).toMatchObject({ kind: 4, traceId: traceparentOf(1).slice(3, 35), parentId: traceparentOf(1).slice(36, 52) })
  expect(first?.links).toEqual(Array.from({ length: 8 }, (_, n) => traceparentOf(33 + n).slice(36, 52)))
  expect(others.every(({ links }) => links.length === 0)).toBe(true)
  expect(writeTraceparent(told[0]?.context as never).slice(3, 35)).toBe(first?.traceId)
})

it.each([500, 503, 'silent', 'away'] as const)(
  'a receiver that is %s delays nothing, keeps little, and is complained of once',
  { timeout: 120_000 },
  async (how) => {
    if (how === 'away') await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
    else await traced()
    if (how !== 'away') receiver.is.answering = how
    const began = performance.now()
    // More than wait at once.
    for (let n = 0; n < 20_000; n += 1) await inSpan(named('work'), async () => n)
    const tookMs = performance.now() - began
    expect(tookMs).toBeLessThan(10_000)
    await until('it is said', () => warnings.length > 0, 30_000)
    const endedAt = performance.now()
    await stop?.()
    expect(performance.now() - endedAt).toBeLessThan(3_000)
    expect(warnings).toHaveLength(1)
    expect(new Set(receiver.texts.join().match(/"spanId":"[0-9a-f]{16}"/g)).size).toBeLessThan(3_000)
  },
)

it.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://collector'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:secret@collector:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318/?key=secret'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'secret'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%E0%A4%A'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=b\r\nc: d'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ['OTEL_TRACES_SAMPLER_ARG', 'all'],
])('a malformed %s is told at the start, without what it holds', async (name, value) => {
  const failure = await traced({ [name]: value }).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(failure).toContain(name)
  expect(failure).not.toContain('secret')
})

it('takes an address with a path, and one slash too many', async () => {
  await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/otlp//` })
  await inSpan(named('work'), async () => 1)
  await until('it arrives', () => receiver.spans.length === 1, 20_000)
})

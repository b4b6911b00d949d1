/** If one of these fails, events lose their trace on the way, or something that is none makes an event unreadable. */
import { expect, it } from 'vitest'
import { readEvent } from './read-event'
import { openEvent, timeIn, traceparentIn } from './traceparent'

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const ID = '0198c0de-0000-7000-8000-000000000001'
const REST = `"id":"${ID}","source":"urn:payledger:payroll","type":"audit.something","time":"2026-11-30T09:00:00.000Z","subject":"${ID}","dataschema":"urn:payledger:audit:1","sequence":"1","data":{"about":{"type":"a","id":"b"},"act":"something","actor":{"kind":"user","id":"u","name":"A Person"},"reason":null,"detail":{}}}`
const both = (text: string) => [text, Buffer.from(text)]

it('an event of a traced command says so, and is read as one without', () => {
  const [traced, plain] = [openEvent(TRACEPARENT) + REST, openEvent(null) + REST]
  expect(plain).toBe(`{"specversion":"1.0",${REST}`)
  expect(readEvent(traced)).toEqual(readEvent(plain))
  expect(readEvent(traced).kind).toBe('audit')
  for (const event of both(traced)) expect(traceparentIn(event)).toBe(TRACEPARENT)
  for (const event of both(plain)) expect(traceparentIn(event)).toBeNull()
  for (const event of both(traced)) expect(timeIn(event as string)?.toISOString()).toBe('2026-11-30T09:00:00.000Z')
})

it.each([
  ['nothing', ''],
  ['half of it', openEvent(TRACEPARENT).slice(0, 60)],
  ['other digits', openEvent(TRACEPARENT.toUpperCase()) + REST],
  ['another version', openEvent(TRACEPARENT.replace('00-', '01-')) + REST],
  ['a word', openEvent('unknown') + REST],
  ['a longer one', openEvent(`${TRACEPARENT.slice(0, 54)}\\u0031`) + REST],
  ['elsewhere', `{"specversion":"1.0",${REST.slice(0, -1)},"traceparent":"${TRACEPARENT}"}`],
])('in what holds %s none is found', (_, text) => {
  for (const event of both(text)) expect(traceparentIn(event)).toBeNull()
})

it('what an event says of its trace makes no event unreadable', () => {
  for (const said of ['unknown', '', '00-0-0-0', 'x'.repeat(5_000)]) expect(readEvent(openEvent(said) + REST).kind).toBe('audit')
})

it('a time that is none is none', () => {
  for (const time of ['', 'yesterday', 'x'.repeat(25)])
    expect(timeIn(openEvent(TRACEPARENT) + REST.replace(/"time":"[^"]+"/, `"time":"${time}"`))).toBeNull()
})

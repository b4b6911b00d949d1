/** Every reason that a reader gives has its cause: an alert by cause would otherwise say "malformed" of all of them. */
import { expect, it } from 'vitest'
import { readPosition } from '@/workers/kafka/position'
import { DEAD_LETTER_CAUSES, deadLetterCause } from './dead-letter-cause'
import { readEvent } from './read-event'
import { HEADERS } from './topics'

const readReason = (value: string | Uint8Array | null): string => {
  const read = readEvent(value)
  return read.kind === 'unreadable' ? read.reason : ''
}
const event = (more: object) =>
  JSON.stringify({
    ...{ specversion: '1.0', id: crypto.randomUUID(), source: '/payledger', type: 'payout.held.v1', subject: crypto.randomUUID() },
    ...{ time: '2026-11-30T10:00:00.000Z', sequence: 1, datacontenttype: 'application/json', dataschema: 'nowhere', data: {}, ...more },
  })
const place = (position: string, previous: string) => readPosition({ [HEADERS.position]: position, [HEADERS.previous]: previous }) as string

it.each([
  [readReason(null), 'no-value'],
  [readReason('{'), 'not-json'],
  [readReason(new Uint8Array([0xff])), 'not-json'],
  [readReason('{}'), 'malformed'],
  [place('x', '1'), 'no-place'],
  [place('2', ''), 'no-place'],
  [place('2', '5'), 'no-place'],
  ['dataschema urn:x\ny is unknown', 'unknown-schema'],
  ['type payout.eaten is unknown', 'unknown-type'],
  ['rejected by the index: failed to parse field [amount]', 'rejected-by-copy'],
  ['data.payout.amountMinor: more than the ledger can hold', 'malformed'],
  // It quotes what somebody sent, who may not choose the cause.
  ['data.type: expected "type x is unknown"', 'malformed'],
])('%j is %s', (reason, cause) => {
  expect(reason).not.toBe('')
  expect(deadLetterCause(reason)).toBe(cause)
  expect(DEAD_LETTER_CAUSES).toContain(cause)
})

it('an unknown schema of a real envelope is told as such', () => {
  const reason = readReason(event({}))
  expect(deadLetterCause(reason)).toBe(reason.startsWith('dataschema') ? 'unknown-schema' : 'malformed')
})

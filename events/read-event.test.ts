import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYOUT_TYPES } from './payout-v1'
import { PAYROLL_RUN_TYPES } from './payroll-run-v1'
import { readEvent, readPayoutState } from './read-event'

const FOLDER = join(import.meta.dirname, 'samples')
const samples = readdirSync(FOLDER).map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }))
const settled = JSON.parse(readFileSync(join(FOLDER, 'payout.settled.v1.json'), 'utf8')) as Record<string, unknown>

describe('readEvent', () => {
  it.each(samples)('still reads $name', ({ name, bytes }) => {
    const event = readEvent(bytes)
    expect(event).toMatchObject({ type: name.replace(/(?:\+[a-z]+)?\.v\d+\.json$/, '') })
    const { id, time, subject, sequence, data } = JSON.parse(bytes.toString())
    expect(event).toEqual({ kind: event.kind, type: expect.any(String), id, time, subject, version: Number(sequence), data })
    expect(event.kind).toBe(name.split('.')[0])
    expect(readEvent(bytes.toString())).toEqual(event)
  })

  it('has a sample of every type it knows', () => {
    const names = samples.map((sample) => sample.name)
    for (const type of [...PAYOUT_TYPES, ...PAYROLL_RUN_TYPES]) expect(names).toContain(`${type}.v1.json`)
  })

  it('tolerates fields it does not know', () => {
    expect(readEvent(JSON.stringify({ ...settled, added: 1 })).kind).toBe('payout')
  })

  it.each([
    ['an unknown schema version', { ...settled, dataschema: 'urn:payledger:payout:9' }, 'dataschema urn:payledger:payout:9 is unknown'],
    ['an unknown type', { ...settled, type: 'payout.vanished' }, 'type payout.vanished is unknown'],
    [
      'an audit event of another kind',
      { ...settled, dataschema: 'urn:payledger:audit:1', type: 'auditor.came' },
      'type auditor.came is unknown',
    ],
    ['a version that is no number', { ...settled, sequence: '0' }, 'sequence'],
    ['a version with something before it', { ...settled, sequence: 'v1' }, 'sequence'],
    ['a version with something behind it', { ...settled, sequence: '1.5' }, 'sequence'],
    ['another specification', { ...settled, specversion: '0.3' }, 'specversion'],
    ['somebody else’s event', { ...settled, source: 'urn:other' }, 'source'],
    ['what is no event', 7, 'event: '],
    ['nothing', null, 'event: '],
    ['data of another shape', { ...settled, data: { payout: {} } }, 'data.payout.id'],
    ['a schema named like a property of every object', { ...settled, dataschema: 'toString' }, 'dataschema toString is unknown'],
  ])('names %s', (_, event, reason) => {
    const read = readEvent(JSON.stringify(event))
    expect(read).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(reason) })
  })

  it.each<[string, Record<string, unknown>]>([
    ['an amount with decimals', { amountMinor: '12.50' }],
    ['an amount with a sign', { amountMinor: '-1250' }],
    ['an amount that is empty', { amountMinor: '' }],
    ['an amount as a number', { amountMinor: 1250 }],
    ['a rail that nobody knows', { rail: 'fax' }],
    ['a status that nobody knows', { status: 'lost' }],
    ['half a version', { version: 1.5 }],
    ['version 0', { version: 0 }],
    ['attempt 0', { attempt: 0 }],
    ['half a line', { lineNumber: 1.5 }],
    ['a charge for nothing', { charges: [{ amountMinor: '1', currency: 'EUR', for: 'tea' }] }],
    ['a charge without a currency', { charges: [{ amountMinor: '1', for: 'payment' }] }],
    ['a rate without an amount', { accountAmount: { exchangeRate: '1.1' } }],
  ])('refuses a payout with %s', (_, change) => {
    const data = settled.data as { payout: Record<string, unknown> }
    const read = readEvent(JSON.stringify({ ...settled, data: { ...data, payout: { ...data.payout, ...change } } }))
    const [field = ''] = Object.keys(change)
    expect(read).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(`data.payout.${field}`) })
    expect(readPayoutState({ ...data.payout, ...change })).toBeNull()
  })

  it('reads a payout’s state as a copy stores it', () => {
    const { payout } = settled.data as { payout: object }
    expect(readPayoutState(payout)).toEqual(payout)
    expect(readPayoutState(null)).toBeNull()
  })

  it('refuses what is no UTF-8 and what is no JSON', () => {
    const reason = 'the message is not JSON in UTF-8'
    expect(readEvent(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ kind: 'unreadable', reason })
    expect(readEvent('{')).toEqual({ kind: 'unreadable', reason })
  })

  it('makes a value of any bytes, and never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof readEvent(bytes).kind === 'string'))
    fc.assert(fc.property(fc.json(), (text) => readEvent(text).kind === 'unreadable'))
    expect(readEvent(null)).toEqual({ kind: 'unreadable', reason: 'the message has no value' })
  })
})

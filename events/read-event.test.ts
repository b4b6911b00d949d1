import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYOUT_TYPES } from './payout-v1'
import { PAYROLL_RUN_TYPES } from './payroll-run-v1'
import { readEvent } from './read-event'

const FOLDER = join(import.meta.dirname, 'samples')
const samples = readdirSync(FOLDER).map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }))
const settled = JSON.parse(readFileSync(join(FOLDER, 'payout.settled.v1.json'), 'utf8')) as Record<string, unknown>

describe('readEvent', () => {
  it.each(samples)('still reads $name', ({ name, bytes }) => {
    const event = readEvent(bytes)
    expect(event).toMatchObject({ type: name.replace(/(?:\+[a-z]+)?\.v\d+\.json$/, '') })
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
    ['a version that is no number', { ...settled, sequence: '0' }, 'sequence'],
    ['data of another shape', { ...settled, data: { payout: {} } }, 'data.payout.id'],
    ['a schema named like a property of every object', { ...settled, dataschema: 'toString' }, 'dataschema toString is unknown'],
  ])('names %s', (_, event, reason) => {
    const read = readEvent(JSON.stringify(event))
    expect(read).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(reason) })
  })

  it('makes a value of any bytes, and never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof readEvent(bytes).kind === 'string'))
    fc.assert(fc.property(fc.json(), (text) => readEvent(text).kind === 'unreadable'))
    expect(readEvent(null)).toEqual({ kind: 'unreadable', reason: 'the message has no value' })
  })
})

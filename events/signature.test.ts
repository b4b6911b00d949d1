/** If one of these fails, somebody else's event is believed, or our own is not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSignature, type Signed, signEvent, signWatermark } from './signature'
import { eventsTopic, FIRST_ERA, HEADERS, PARTITIONS, watermark, watermarksTopic } from './topics'

const EVENT: Signed = { topic: 't', partition: 1, position: '12', previous: '9', key: 'k', value: '{}' }
const WATERMARK = {
  ...{
    era: 1,
    position: '12',
    last: ['0', '0', '3', '0', '12', '0'],
    coveredUntil: '2026-11-25T09:00:00.000Z',
    horizonXid: '90',
    hash: 'aa',
  },
}

describe('a signature', () => {
  it('of an event is another for another place, key, content or secret', () => {
    const others: Partial<Signed>[] = [
      { topic: 'u' },
      { partition: 2 },
      { position: '13' },
      { previous: '8' },
      { key: 'l' },
      { value: '[]' },
    ]
    const all = [{}, ...others].map((change) => signEvent('secret', { ...EVENT, ...change }))
    expect(new Set([...all, signEvent('other', EVENT)]).size).toBe(8)
    expect(signEvent('secret', { ...EVENT, value: Buffer.from('{}') })).toBe(all[0])
  })

  it('of a watermark is another for all that it says and where', () => {
    const others = [
      { era: 2 },
      { position: '13' },
      { last: [] },
      { coveredUntil: '2026' },
      { horizonXid: '91' },
      { hash: 'bb' },
      { unsignedUpTo: '3' },
    ]
    const all = [{}, ...others].map((change) => signWatermark('secret', 't', { ...WATERMARK, ...change }))
    expect(new Set([...all, signWatermark('other', 't', WATERMARK), signWatermark('secret', 'u', WATERMARK)]).size).toBe(10)
  })

  it('stays what it is: what lies in the topic for ever was signed by it', () => {
    expect(signEvent('secret', EVENT)).toBe('G5a7vDgIx0lanIL5Y05q6y4VMrk4-tx_UrRnpopSbVM')
    expect(signWatermark('secret', 't', WATERMARK)).toBe('tVii54BzM1Of4fMbGAqAOP0OOd160_9fiLDqf1Vyu9s')
  })

  it('is itself, and no other text of any length', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => isSignature(one, other) === (one === other)))
    expect(isSignature('same length', 'other words')).toBe(false)
    expect(isSignature('begins', 'begins like it')).toBe(false)
    expect(isSignature('same', 'same')).toBe(true)
  })
})

describe('where events travel', () => {
  it('has the names and the number of parts that it has had from the beginning', () => {
    expect(eventsTopic('test-', FIRST_ERA)).toBe('test-payledger.payroll-events.1')
    expect(watermarksTopic('test-')).toBe('test-payledger.watermarks')
    expect(PARTITIONS).toBe(6)
    // Of a traced command's events alone, and read by none of ours.
    const later = ['traceparent']
    expect(Object.values(HEADERS)).toEqual(['content-type', 'position', 'previous', 'signature', ...later])
  })

  it.each<[string, Record<string, unknown>]>([
    ['an era that is none', { era: 0 }],
    ['half an era', { era: 1.5 }],
    ['a position that is no number', { position: '1x' }],
    ['a position with a sign', { position: '-1' }],
    ['no position', { position: '' }],
    ['a partition too few', { last: WATERMARK.last.slice(1) }],
    ['a time that is none', { coveredUntil: 'yesterday' }],
    ['no transaction id', { horizonXid: '' }],
    ['no hash', { hash: undefined }],
    ['a number for a signature', { signature: 1 }],
    ['a limit that is no position', { unsignedUpTo: 'all' }],
  ])('does not take for a watermark one with %s', (_, change) => {
    expect(watermark.safeParse({ ...WATERMARK, ...change }).success).toBe(false)
  })

  it('takes a watermark with and without a signature', () => {
    expect(watermark.parse(WATERMARK)).toEqual(WATERMARK)
    expect(watermark.parse({ ...WATERMARK, unsignedUpTo: '3', signature: 's' })).toMatchObject({ unsignedUpTo: '3', signature: 's' })
  })
})

/** If one of these fails, a search does not wait for the change that it is to show, or anybody can make it wait. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChangeToken, writeChangeToken } from './change-token'

const SECRET = 'secret'
const mark = fc.record({ era: fc.nat(999_999_999), xid: fc.bigInt(0n, 10n ** 20n - 1n).map(String) })

describe('the token of a change', () => {
  it('is read back by who wrote it, and by nobody else', () => {
    fc.assert(
      fc.property(mark, (change) => {
        const token = writeChangeToken(change, SECRET)
        expect(readChangeToken(token, SECRET)).toEqual(change)
        expect(readChangeToken(token, 'other')).toBeNull()
      }),
    )
  })

  const [era = '', xid = '', signature = ''] = writeChangeToken({ era: 1, xid: '745' }, SECRET).split('.')
  it('keeps its form: those of a version before are read during an update', () => {
    expect([era, xid]).toEqual(['1', '745'])
    expect(signature).toMatch(/^[\w-]{43}$/)
  })

  it.each([
    ['another era', `2.${xid}.${signature}`],
    ['another transaction', `${era}.746.${signature}`],
    ['a shorter signature', `${era}.${xid}.${signature.slice(1)}`],
    ['a longer signature', `${era}.${xid}.${signature}A`],
    ['no signature', `${era}.${xid}.`],
    ['something before it', `0${era}.${xid}.${signature}`],
    ['a letter before it', `x${era}.${xid}.${signature}`],
    ['something behind it', `${era}.${xid}.${signature}.`],
    ['nothing', ''],
  ])('with %s is none', (_, token) => expect(readChangeToken(token, SECRET)).toBeNull())

  it.each([
    ['an era', { era: 1_234_567_890, xid: '745' }],
    ['a transaction id', { era: 1, xid: '1'.repeat(21) }],
  ])('with %s longer than any is none, though it is signed', (_, change) => {
    expect(readChangeToken(writeChangeToken(change, SECRET), SECRET)).toBeNull()
  })
})

/** If one of these fails, a ledger that was restored pays people again; or one that is whole pays nobody. */
import { describe, expect, it } from 'vitest'
import { contradiction, type Found, type Witness } from './judge-history'

const ROW = { xid: '90', seq: '7', eventId: 'event-7' }
const FILE = { fileName: 'pay.xml', sha256: 'aa', beganAt: '2026-11-25T09:30:12.000Z' }
const WITNESS: Witness = { database: 'db-1', era: 2, journal: ROW, handedOver: FILE }
const FOUND: Found = {
  ...{ database: 'db-1', relayDatabase: 'db-1', era: 2, nextXid: '91', newest: ROW, eventId: 'event-7', relayStops: null },
  file: { sha256: 'aa', beganAt: FILE.beganAt },
}
const judged = (found: Partial<Found>, witness: Partial<Witness> | null = {}) =>
  contradiction(witness && { ...WITNESS, ...witness }, { ...FOUND, ...found })
const why = (found: Partial<Found>, witness: Partial<Witness> | null = {}) => judged(found, witness)?.why ?? null

describe('a ledger', () => {
  it('that knows all that was seen of it is the same one', () => {
    expect(judged({})).toBeNull()
    expect(judged({ nextXid: '1000', eventId: 'event-7', relayDatabase: null })).toBeNull()
    expect(judged({ eventId: null, file: null }, { journal: null, handedOver: null })).toBeNull()
    expect(judged({ database: 'db-9', relayDatabase: null, era: 9, file: null, eventId: null }, null)).toBeNull()
  })

  it('in another database is another one, whether the witness knows it or the relay', () => {
    const copy = 'this database (db-1) is a copy of the one payments were made from (db-0)'
    expect(judged({ relayDatabase: 'db-0' })).toEqual({ why: copy, isTold: false })
    expect(why({ relayDatabase: 'db-0' }, null)).toBe(copy)
    expect(why({}, { database: 'db-0' })).toBe('this database (db-1) is not the one payments were made from (db-0)')
  })

  it('in another era of its history is another one', () => {
    expect(why({ era: 3 })).toBe('the ledger is in era 3 of its history, and payments were last made in era 2')
  })

  const UNKNOWN_FILE =
    'pay.xml went to the bank on 2026-11-25 at 09:30 UTC, but the ledger does not know of it: an older database was put in its place'
  it.each<[string, Found['file']]>([
    ['does not have', null],
    ['has with other bytes', { sha256: 'bb', beganAt: FILE.beganAt }],
    ['has without bytes', { sha256: null, beganAt: FILE.beganAt }],
    ['never began to hand over', { sha256: 'aa', beganAt: null }],
    ['handed over earlier only', { sha256: 'aa', beganAt: '2026-11-25T09:30:11.999Z' }],
  ])('is an older one when there is a file at the bank that it %s', (_, file) => expect(why({ file })).toBe(UNKNOWN_FILE))

  it('may have handed the same file over again later', () => {
    expect(judged({ file: { sha256: 'aa', beganAt: '2026-11-26T00:00:00.000Z' } })).toBeNull()
  })

  const MISSING = 'a change that was in the ledger (transaction 90) is missing now: an older database was put in its place'
  it.each<[string, Partial<Found>]>([
    ['has another event in its place', { eventId: 'event-8' }],
    ['has none in its place', { eventId: null }],
    ['gives its transaction id out again', { nextXid: '90' }],
    ['has not come as far, counted as numbers', { nextXid: '9' }],
  ])('is an older one when it lacks a change that was seen: it %s', (_, found) => expect(why(found)).toBe(MISSING))

  it('compares transaction ids as numbers, not as texts', () => {
    expect(judged({ nextXid: '100' }, { journal: { ...ROW, xid: '99' } })).toBeNull()
  })
})

describe('what the relay says', () => {
  it('counts where the witness knows nothing against it', () => {
    expect(judged({ relayStops: 'The relay stops: the ledger was restored.' })).toEqual({
      ...{ why: 'the relay has stopped, because the ledger was restored', isTold: true },
    })
    expect(judged({ relayStops: 'Said otherwise: The relay stops: so...' })?.why).toBe('Said otherwise: The relay stops: so')
    expect(judged({ relayStops: 'Version 1.2 differs' })?.why).toBe('Version 1.2 differs')
  })

  it('comes behind what the witness itself has seen', () => {
    expect(judged({ era: 3, relayStops: 'The relay stops: x.' })).toMatchObject({ why: expect.stringContaining('era 3'), isTold: false })
  })
})

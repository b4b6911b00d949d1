/** If one of these fails, what a bank says twice counts twice, what it says of two things counts once, or what is kept already is not known again. */
import { expect, it } from 'vitest'
import { type EvidenceKind, evidenceOf, nationalNumber, type Said } from './evidence'

const keyOf = (kind: EvidenceKind, said: Said, within?: string | null) => evidenceOf()(kind, 'reference', said, within).key
const BOOKING: Said = { booking: '1234 BK', endToEndId: 'E1', amountMinor: '100', currency: 'EUR' }

it('keeps its keys for ever: those of years ago are compared with them', () => {
  const claim = evidenceOf()
  const kept = [
    claim('booking', 'E1', BOOKING),
    claim('booking', 'E1', BOOKING),
    claim('charge', 'E1', { ...BOOKING, amountMinor: '35' }),
    claim('rejection', 'E1', { messageId: 'M1', endToEndId: 'E1', status: 'RJCT', reasonCode: 'AC04' }),
    claim('answer', 'M1', { messageId: 'M1', status: 'ACTC' }),
    claim('note', 'M1', { messageId: 'M1', problem: 'unread' }, 'M1 2026'),
  ].map(({ key }) => key)
  expect(kept).toEqual([
    '71813c0914d39c2a5b61bc331cb894db6f0f25d7eed3a4eb785e55a3c4a8f7b5',
    'bfd09875af920460eaa8a4a3b68df9715e14c4e23917a7099990a3225f34e647',
    '948c2a37363e54646bae18ba6dc7a6baead3878475312e65ab1b4153015ba68d',
    'b2a3270e947e80e5032842428f731d045a4aa43bcf9524d4e485076e3d3866ff',
    '825b7be673da5e208c5160ccebe3b36c5fc9699eb8e450bba824cd7d329d82e0',
    '9e18031890ea4ff0dc271956417a246134bc71e258e7d6a824eb05b25727bcc6',
  ])
})

it('is told as it is said, and what is not said is null', () => {
  const { key, ...claim } = evidenceOf()('note', 'r'.repeat(300), { problem: 'p' })
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(claim).toMatchObject({ kind: 'note', reference: 'r'.repeat(200), problem: 'p', telling: 1 })
  const others = Object.entries(claim).filter(([field]) => !['kind', 'reference', 'problem', 'telling'].includes(field))
  expect(others).toHaveLength(23)
  for (const [, value] of others) expect(value).toBeNull()
})

it('is another booking when it is told twice in one message, and the same word when it moved nothing', () => {
  const claim = evidenceOf()
  const keys = [1, 2, 3].map(() => claim('booking', 'E1', BOOKING).key)
  expect(new Set(keys).size).toBe(3)
  expect(keys[0]).toBe(keyOf('booking', BOOKING))
  const said = { messageId: 'M1', endToEndId: 'E1' }
  expect(claim('rejection', 'E1', said).key).toBe(claim('rejection', 'E1', said).key)
})

it('is another claim by everything that makes it one', () => {
  const different: [EvidenceKind, Said, string?][] = [
    ['booking', BOOKING],
    ['return', BOOKING],
    ['booking', { ...BOOKING, booking: '1234 OTHER' }],
    ['booking', { ...BOOKING, endToEndId: 'E2' }],
    ['booking', { ...BOOKING, amountMinor: '101' }],
    ['booking', { ...BOOKING, currency: 'USD' }],
    ['note', {}],
    ['note', {}, 'M1'],
    ['note', {}, 'M2'],
    ['note', { blockId: 'B1' }],
    ['note', { messageId: 'M1' }],
    ['note', { payments: 1 }],
    ['note', { reasonCode: 'AC04' }],
    ['note', { reasonText: 'closed' }],
    ['note', { problem: 'unread' }],
    ['answer', { status: 'ACTC' }],
    ['answer', { status: 'ACSP' }],
  ]
  expect(new Set(different.map(([kind, said, within]) => keyOf(kind, said, within))).size).toBe(different.length)
})

it.each<EvidenceKind>(['booking', 'unnamed', 'summary', 'return'])(
  'is one %s whatever else one file tells of it and another does not',
  (kind) => {
    const more = {
      blockId: 'B1',
      messageId: 'M1',
      payments: 1,
      reasonCode: 'AC04',
      reasonText: 'closed',
      problem: 'unclear',
      valueDate: '2026-11-25',
    }
    expect(keyOf(kind, { ...BOOKING, ...more })).toBe(keyOf(kind, BOOKING))
  },
)

it('does not hang on the status of what is no answer', () => {
  expect(keyOf('rejection', { messageId: 'M1', status: 'RJCT' })).toBe(keyOf('rejection', { messageId: 'M1' }))
  expect(keyOf('note', {}, null)).toBe(keyOf('note', {}))
})

it('is one charge of a payment in whichever entry it is told, unless a person has to look at it', () => {
  const elsewhere = { ...BOOKING, booking: '1234 OTHER' }
  expect(keyOf('charge', elsewhere)).toBe(keyOf('charge', BOOKING))
  expect(keyOf('charge', { ...elsewhere, endToEndId: null })).not.toBe(keyOf('charge', { ...BOOKING, endToEndId: null }))
  expect(keyOf('charge', { ...elsewhere, problem: 'p' })).not.toBe(keyOf('charge', { ...BOOKING, problem: 'p' }))
  const claim = evidenceOf()
  expect(claim('charge', 'E1', BOOKING).key).not.toBe(claim('charge', 'E1', BOOKING).key)
})

it('counts the tellings of each payment and of each block within its message', () => {
  const claim = evidenceOf()
  const telling = (kind: EvidenceKind, said: Said) => claim(kind, 'r', said).telling
  const block = { booking: '1234 BK', blockId: 'B1' }
  expect([telling('booking', BOOKING), telling('booking', { ...BOOKING, booking: '1234 OTHER' })]).toEqual([1, 2])
  expect(telling('booking', { ...BOOKING, endToEndId: 'E2' })).toBe(1)
  expect(telling('return', BOOKING)).toBe(1)
  expect([telling('batch', block), telling('batch', block), telling('batch', { ...block, blockId: 'B2' })]).toEqual([1, 2, 1])
  const nothing = { booking: '1234 BK' }
  expect([telling('summary', nothing), telling('summary', nothing)]).toEqual([1, 1])
  const status = { endToEndId: 'E1' }
  expect([telling('rejection', status), telling('rejection', status)]).toEqual([1, 1])
})

it.each([
  ['DE02120300000000202051', '120300000000202051'],
  ['120300000000202051', '120300000000202051'],
  ['12DE34', '12DE34'],
  [null, ''],
])('knows the account %s by %s', (account, number) => expect(nationalNumber(account)).toBe(number))

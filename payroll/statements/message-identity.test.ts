/** If one of these fails, a message that came before is taken for a new one, or a new one for one that came before and is left out. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BankReport, BookingReport } from '@/iso20022/report-types'
import { booked, debit, status } from '@/stack/test-runner/bank-says'
import { evidenceIn } from './evidence-in'
import { contentOf, contradiction, identityOf } from './message-identity'

const ACCOUNT = 'DE02120300000000202051'
const on = (...accounts: (string | null)[]) => accounts.map((account) => ({ id: null, account, currency: null }))
const BOOKED: BookingReport = { ...booked([], 'camt.053', 'N1'), createdAt: '2026-11-25', statements: on(ACCOUNT) }
const STATUS: BankReport = { ...status('M1', []), messageId: 'N1', createdAt: '2026-11-25' }

describe('the identity of a message', () => {
  it('is another by everything that is part of it', () => {
    const all: BankReport[] = [
      BOOKED,
      { ...BOOKED, kind: 'camt.054' },
      { ...BOOKED, messageId: 'N2' },
      { ...BOOKED, createdAt: '2026-11-26' },
      { ...BOOKED, createdAt: null },
      { ...BOOKED, sender: 'BANKDEFF' },
      { ...BOOKED, statements: on('DE11120300000000999999') },
      { ...BOOKED, statements: [] },
      STATUS,
      { ...STATUS, originalMessageId: 'M2' },
    ]
    expect(new Set(all.map(identityOf)).size).toBe(all.length)
    expect(identityOf(BOOKED)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is the same however often and in whatever order and form it names its accounts, and whatever it says', () => {
    const two = identityOf({ ...BOOKED, statements: on('A', 'B') })
    expect(identityOf({ ...BOOKED, statements: on('B', 'A', 'B') })).toBe(two)
    expect(identityOf({ ...BOOKED, statements: on(ACCOUNT.slice(4)) })).toBe(identityOf(BOOKED))
    expect(identityOf({ ...BOOKED, entries: [debit('1', [])] })).toBe(identityOf(BOOKED))
  })
})

describe('what a message says', () => {
  const claims = [1n, 2n, 3n].flatMap((amountMinor, n) => [
    ...evidenceIn(booked([debit(`R${n}`, [{ endToEndId: `E${n}`, amountMinor, currency: 'EUR' }])])),
  ])
  const hashOf = (some: typeof claims) => {
    const content = contentOf()
    const passed = [...content.of(some)]
    expect(passed).toEqual(some)
    return content.hash()
  }

  it('is the same in any order and however often, and another when one claim is', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(claims, { minLength: 1 }), fc.nat(), (some, n) => {
        const again = [...some].reverse().concat(some[n % some.length] as never)
        expect(hashOf(again)).toBe(hashOf(some))
        expect(hashOf(some) === hashOf(claims)).toBe(some.length === claims.length)
      }),
    )
  })

  it('is null where it says nothing', () => expect(hashOf([])).toBeNull())
})

describe('a message that says something else than one before', () => {
  it('is one question to people, of the account or the file that it is about', () => {
    expect(contradiction({ ...BOOKED, statements: on(null, ACCOUNT) }, 'differs', 'c1')).toMatchObject({
      ...{ kind: 'message', reference: 'N1', account: ACCOUNT, messageId: null, problem: 'differs' },
    })
    expect(contradiction({ ...BOOKED, statements: [] }, 'differs', 'c1')).toMatchObject({ account: null })
    expect(contradiction(STATUS, 'differs', 'c1')).toMatchObject({ kind: 'message', reference: 'N1', account: null, messageId: 'M1' })
  })

  it('is the same question only while it says the same', () => {
    const key = (report: BankReport, content: string | null) => contradiction(report, 'differs', content).key
    expect(key(BOOKED, 'c1')).toBe(key(BOOKED, 'c1'))
    const others = [key(BOOKED, 'c1'), key(BOOKED, 'c2'), key(BOOKED, null), key({ ...BOOKED, messageId: 'N2' }, 'c1')]
    expect(new Set(others).size).toBe(4)
  })
})

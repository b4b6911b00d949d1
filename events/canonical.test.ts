import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { BUCKETS, bucketOf, canonicalPayout, fingerprintOf } from './canonical'
import type { PayoutState } from './read-event'

const sample = readFileSync(join(import.meta.dirname, 'samples/payout.settled.v1.json'), 'utf8')
const state = (JSON.parse(sample) as { data: { payout: PayoutState } }).data.payout

it('tells any two states of a payout apart by every field it covers, null apart from empty text', () => {
  const seen = new Set([canonicalPayout(state)])
  for (const change of [
    { version: 5 },
    { feeMinor: null },
    { beneficiaryName: 'Nguyen Schröder' },
    { reasonCode: '' },
    { failedAt: state.settledAt },
  ]) {
    seen.add(canonicalPayout({ ...state, ...change }))
  }
  expect(seen.size).toBe(6)
})

it('tells what was booked apart, to the last charge, and is as before where nothing is known of it', () => {
  const charge = { amountMinor: '14', currency: 'EUR', for: 'payment' as const }
  const amount = { amountMinor: '900', currency: 'USD' }
  const known = { bookedOn: '2026-05-22', valueDate: '2026-05-22', returnedOn: '2026-05-23' }
  const all = [
    {},
    { bookedOn: '2026-05-22' },
    { valueDate: '2026-05-22' },
    { returnedOn: '2026-05-22' },
    known,
    { accountAmount: amount },
    { accountAmount: { ...amount, amountMinor: '901' } },
    { accountAmount: { ...amount, currency: 'CHF' } },
    { accountAmount: { ...amount, exchangeRate: '1.1' } },
    { charges: [charge] },
    { charges: [{ ...charge, amountMinor: '15' }] },
    { charges: [{ ...charge, currency: 'USD' }] },
    { charges: [{ ...charge, for: 'return' as const }] },
    { charges: [{ ...charge, bookedOn: '2026-05-22' }] },
    { charges: [charge, charge] },
  ]
  expect(new Set(all.map((change) => canonicalPayout({ ...state, ...change }))).size).toBe(all.length)
  expect(canonicalPayout({ ...state, charges: [] })).toBe(canonicalPayout(state))
  const booked = {
    ...state,
    ...known,
    accountAmount: { ...amount, exchangeRate: '1.1' },
    charges: [charge, { ...charge, bookedOn: '2026-05-22' }],
  }
  const before = `${canonicalPayout(state)}\u001f`
  expect(canonicalPayout(booked)).toBe(
    `${before}2026-05-22\u001f2026-05-22\u001f2026-05-23\u001f900 USD 1.1\u001fpayment 14 EUR ;payment 14 EUR 2026-05-22`,
  )
  expect(canonicalPayout({ ...state, accountAmount: amount })).toBe(`${before}\u001e\u001f\u001e\u001f\u001e\u001f900 USD \u001f\u001e`)
})

it('stays the same for the same payout for ever, or old sums could not be compared', () => {
  expect(fingerprintOf(canonicalPayout(state))).toEqual([266817517, 2135318641])
  expect(bucketOf(state.id)).toBe(0x9b9 % BUCKETS)
})

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

it('stays the same for the same payout for ever, or old sums could not be compared', () => {
  expect(fingerprintOf(canonicalPayout(state))).toEqual([266817517, 2135318641])
  expect(bucketOf(state.id)).toBe(0x9b9 % BUCKETS)
})

/** The fingerprint of a payout is the same in JavaScript, in search's documents and in a row of finance, whatever its fields hold. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addToBucket, canonicalPayout, canonicalTexts, emptyBuckets, fingerprintOf } from '@/events/canonical'
import { anyPayout } from '@/stack/test-runner/any-payout'
import { dir, land, landedBy } from '@/stack/test-runner/landed'
import { eventsOfStates } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { fingerprint } from './fingerprint'
import { holdFacts } from './hold-facts'
import { openLanding } from './landing/landing'
import { publish } from './publish'

const { built } = landedBy({ openLanding, buildMarts, publish })

it('is that of events/canonical.ts, with the texts of every field', async () => {
  const states = fc.sample(anyPayout, { numRuns: 400, seed: 41 })
  const events = [...eventsOfStates(states)]
  await land(events)
  await built(events.at(-1)?.position ?? 0n)
  const sums = emptyBuckets()
  for (const state of states) addToBucket(sums, state.id, fingerprintOf(canonicalPayout(state)))
  expect((await fingerprint(dir))?.buckets).toEqual(sums)
  const held = await holdFacts(dir)
  for (const state of states.slice(0, 20)) {
    const [found] = (await held?.payouts(-1, [state.id])) ?? []
    expect(found?.texts).toEqual(canonicalTexts(state))
  }
  expect(await held?.figures()).toEqual([])
  await held?.release()
})

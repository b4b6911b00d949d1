/** However the stream is cut, repeated and mixed, and in however many steps it is published: the marts are those of the full build. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { PARTITIONS, type Watermark } from '@/events/topics'
import { MARK } from '@/stack/test-runner/landed'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { advance } from './advance'
import { buildMarts } from './build-marts'
import { compact } from './landing/compact'
import { openLanding } from './landing/landing'
import type { Manifest } from './manifest'
import { publish } from './publish'

const NOW = new Date('2026-11-28T12:00:00Z')
const told = [...payrollEvents({ runs: 2, payoutsPerRun: 3 })]

/** Which of those that have something left to tell does so next; made of numbers, so that a failure can be read. */
const anyPicks = fc.array(fc.nat({ max: 99 }), { minLength: told.length, maxLength: told.length })

/**
 * The same history, told in another order: payouts and runs among each other as they like, each one's own versions in theirs, and numbered by that. Only a run
 * tells nothing before all payouts are there, for its control totals are of all of them and come in their transaction.
 */
function streamOf(picks: readonly number[]): TestEvent[] {
  const waiting = Map.groupBy(told, ({ key }) => key)
  const number = numbering()
  const isRun = (events: readonly TestEvent[]) => events[0]?.value.includes('"type":"payroll-run.') ?? false
  return picks.map((pick) => {
    const left = [...waiting].filter(([, events]) => events.length > 0)
    const payoutsAreThere = left.every(([, events]) => isRun(events) || events.length < 4)
    const free = left.filter(([, events]) => payoutsAreThere || !isRun(events))
    const [key = '', events = []] = free[pick % free.length] ?? []
    return number(key, events.shift()?.value ?? Buffer.alloc(0))
  })
}

/** What comes to the loader in one step: so much more of the stream, some of it again, a partition at a time and in pieces. */
type Step = { reach: number; again: number; size: number; from: number; compacts: boolean }
const anySteps = fc.array(
  fc.record({
    reach: fc.nat({ max: 14 }),
    again: fc.nat({ max: 6 }),
    size: fc.integer({ min: 2, max: 9 }),
    from: fc.nat({ max: 5 }),
    compacts: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
)

const headOf = (events: readonly TestEvent[]): string => events.reduce((head, { value }) => nextHead(head, value.toString()), BEFORE_FIRST)
const markOf = (events: readonly TestEvent[]): Watermark => ({
  ...{ ...MARK, era: 1, position: String(events.length), last: ['0', '0', '0', '0', '0', '0'], hash: headOf(events) },
})

async function inSteps(stream: readonly TestEvent[], steps: readonly Step[]): Promise<Manifest | null> {
  const dir = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
  const landing = await openLanding(dir, 1, () => NOW)
  try {
    let reached = 0
    let manifest: Manifest | null = null
    for (const { reach, again, size, from, compacts } of [
      ...steps,
      { reach: stream.length, again: 0, size: 5, from: 0, compacts: false },
    ]) {
      const next = Math.min(stream.length, reached + reach)
      for (let turn = 0; turn < PARTITIONS; turn += 1) {
        const partition = (from + turn) % PARTITIONS
        const mine = stream.slice(Math.max(0, reached - again), next).filter((event) => event.partition === partition)
        for (let at = 0; at < mine.length; at += size) await landing.land(partition, mine.slice(at, at + size))
        if (compacts) await compact(dir, 1, partition, 2)
      }
      reached = next
      manifest = (await advance(dir, { mark: markOf(stream.slice(0, reached)), gapAt: null, now: NOW })).manifest
    }
    return manifest
  } finally {
    landing.close()
    rmSync(dir, { recursive: true })
  }
}

/** All events at once, from nothing. */
async function atOnce(stream: readonly TestEvent[]): Promise<Manifest> {
  const dir = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
  const landing = await openLanding(dir, 1, () => NOW)
  try {
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await landing.land(
        partition,
        stream.filter((event) => event.partition === partition),
      )
    return await publish(dir, await buildMarts(dir, 1, BigInt(stream.length)), { mark: markOf(stream), gapAt: null, now: NOW })
  } finally {
    landing.close()
    rmSync(dir, { recursive: true })
  }
}

it('gives the marts of the full build, with its certificate', async () => {
  await fc.assert(
    fc.asyncProperty(anyPicks, anySteps, async (picks, steps) => {
      const stream = streamOf(picks)
      const [whole, stepwise] = [await atOnce(stream), await inSteps(stream, steps)]
      expect(stepwise).toMatchObject({ hash: whole.hash, sums: whole.sums, payouts: 6, events: told.length, uncertified: null })
      expect(whole.uncertified).toBeNull()
    }),
    { numRuns: 3 },
  )
}, 120_000)

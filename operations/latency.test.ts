import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quantiles, waitingSince } from './latency'

const NOW = new Date('2026-11-28T12:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const bucketOf = (ms: number) => ({ bucket: Math.ceil(Math.log(ms) / Math.log(1.25)), seconds: 1 })

it('knows nothing of nothing', () => {
  expect(quantiles([])).toBeNull()
  expect(waitingSince(NOW, NOW, 3_600_000)).toEqual([])
  expect(waitingSince(ago(-5_000), NOW, 3_600_000)).toEqual([])
})

it('is the nearest rank, and at most a quarter too much', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 700_000_000 }), { minLength: 1, maxLength: 300 }), (spans) => {
      const sorted = [...spans].sort((a, b) => a - b)
      const found = quantiles(spans.map(bucketOf))
      for (const [share, ms] of [[0.5, found?.p50Ms] as const, [0.99, found?.p99Ms] as const, [0.999, found?.p999Ms] as const]) {
        const true_ = sorted[Math.ceil(share * sorted.length) - 1] ?? 0
        expect(ms).toBeGreaterThanOrEqual(true_ * 0.999 - 1)
        expect(ms).toBeLessThanOrEqual(true_ * 1.25 + 1)
      }
    }),
  )
})

it('grows while a copy stands still, second by second, up to the whole span', () => {
  const minute = (waitedMs: number) =>
    quantiles([{ bucket: 31, seconds: 3_600 - waitedMs / 1_000 }, ...waitingSince(ago(waitedMs), NOW, 3_600_000)])
  expect(minute(0)).toMatchObject({ p99Ms: 1_010 })
  const p99 = [0, 60_000, 600_000, 1_800_000].map((ms) => minute(ms)?.p99Ms ?? 0)
  expect(p99).toEqual([...p99].sort((a, b) => a - b))
  expect(p99.at(-1)).toBeGreaterThan(1_700_000)
  expect(quantiles(waitingSince(ago(86_400_000), NOW, 3_600_000))?.p50Ms).toBeGreaterThan(1_800_000)
})

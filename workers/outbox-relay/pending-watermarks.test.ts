import { expect, it } from 'vitest'
import { createPendingWatermarks } from './pending-watermarks'

const at = (nowMs: number, position: bigint, drained = true) => ({ nowMs, position, drained })

it('is due at once when drained, every second while events flow, every five seconds when idle', () => {
  const marks = createPendingWatermarks()
  expect(marks.isDue(at(0, 0n))).toBe(true)
  marks.add({ at: 't0', xid: 10n }, at(0, 0n))
  expect(marks.isDue(at(4_999, 0n))).toBe(false)
  expect(marks.isDue(at(5_000, 0n))).toBe(true)
  expect(marks.isDue(at(50, 1n))).toBe(false)
  expect(marks.isDue(at(100, 1n))).toBe(true)
  expect(marks.isDue(at(999, 1n, false))).toBe(false)
  expect(marks.isDue(at(1_000, 1n, false))).toBe(true)
})

it('announces the newest mark that was reached, and none twice', () => {
  const marks = createPendingWatermarks()
  marks.add({ at: 't1', xid: 10n }, at(0, 1n))
  marks.add({ at: 't2', xid: 20n }, at(1_000, 2n))
  marks.add({ at: 't3', xid: 30n }, at(2_000, 3n))
  expect(marks.reached(9n)).toBeNull()
  expect(marks.reached(29n)).toEqual({ at: 't2', xid: 20n })
  expect(marks.reached(29n)).toBeNull()
})

it('keeps the oldest marks while a long transaction holds everything back', () => {
  const marks = createPendingWatermarks()
  for (let each = 1; each <= 100; each++) marks.add({ at: `t${each}`, xid: BigInt(each) }, at(each * 1_000, BigInt(each)))
  expect(marks.reached(1n)).toEqual({ at: 't1', xid: 1n })
  expect(marks.reached(100n)).toEqual({ at: 't100', xid: 100n })
})

import { expect, it } from 'vitest'
import { SERIES_MAX } from '@/components/chart-colors'
import { groupRemainder } from './group-remainder'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const sum = (rest: readonly number[]) => rest.reduce((a, b) => a + b, 0)

it('keeps every series that has a colour of its own, and loses nothing of those that have none', () => {
  expect(groupRemainder(upTo(SERIES_MAX), sum)).toEqual(upTo(SERIES_MAX))
  const grouped = groupRemainder(upTo(SERIES_MAX + 3), sum)
  expect(grouped).toHaveLength(SERIES_MAX)
  expect(sum(grouped)).toBe(sum(upTo(SERIES_MAX + 3)))
})

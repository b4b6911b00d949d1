import { expect, it } from 'vitest'
import { targetClosed } from './target-days'

it.each([
  ['2026-11-25', null],
  ['2026-11-28', 'a Saturday'],
  ['2026-11-29', 'a Sunday'],
  ['2026-12-25', 'Christmas Day'],
  ['2028-12-26', 'the day after Christmas'],
  ['2026-12-24', null],
  ['2026-12-28', null],
  ['2027-01-01', "New Year's Day"],
  ['2026-04-03', 'Good Friday'],
  ['2026-04-06', 'Easter Monday'],
  ['2027-03-26', 'Good Friday'],
  ['2027-03-29', 'Easter Monday'],
  ['2038-04-26', 'Easter Monday'],
  ['2028-05-01', 'Labour Day'],
])('%s: %s', (date, closed) => expect(targetClosed(date)).toBe(closed))

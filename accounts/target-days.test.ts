import { expect, it } from 'vitest'
import { closedFor, targetClosed } from './target-days'

it.each([
  ['2026-11-25', null],
  ['2026-11-28', 'saturday'],
  ['2026-11-29', 'sunday'],
  ['2026-12-25', 'christmas-day'],
  ['2028-12-26', 'day-after-christmas'],
  ['2026-12-24', null],
  ['2026-12-28', null],
  ['2027-01-01', 'new-years-day'],
  ['2026-04-03', 'good-friday'],
  ['2026-04-06', 'easter-monday'],
  ['2027-03-26', 'good-friday'],
  ['2027-03-29', 'easter-monday'],
  ['2038-04-26', 'easter-monday'],
  ['2028-05-01', 'labour-day'],
])('%s: %s', (date, closed) => expect(targetClosed(date)).toBe(closed))

it.each([
  ['2026-11-28', ['GBP'], 'saturday'],
  ['2026-11-29', ['GBP'], 'sunday'],
  ['2026-11-29', [], 'sunday'],
  ['2027-03-26', ['GBP', 'JPY'], null],
  ['2027-03-26', ['GBP', 'EUR'], 'good-friday'],
  ['2026-12-25', ['USD'], 'christmas-day'],
  ['2028-12-26', ['USD'], null],
  ['2027-01-01', ['JPY'], 'new-years-day'],
  ['2026-12-24', ['EUR'], 'bank-closed'],
  ['2026-12-24', ['USD'], 'bank-closed'],
])('%s for %j, of a bank that is closed on Christmas Eve: %s', (date, currencies, closed) =>
  expect(closedFor(date, currencies, ['2026-12-24'])).toBe(closed),
)

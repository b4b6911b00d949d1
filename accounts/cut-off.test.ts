import { describe, expect, it } from 'vitest'
import { cutOffAt } from './cut-off'

describe('the bank’s cut-off on the pay date', () => {
  it.each([
    ['2026-11-25', '16:30', 'Europe/Berlin', '2026-11-25T15:30:00.000Z'],
    ['2026-07-24', '16:30', 'Europe/Berlin', '2026-07-24T14:30:00.000Z'],
    ['2026-11-25', '00:30', 'Asia/Tokyo', '2026-11-24T15:30:00.000Z'],
    ['2026-11-25', '23:15', 'America/New_York', '2026-11-26T04:15:00.000Z'],
    ['2026-11-25', '12:00', 'Asia/Kathmandu', '2026-11-25T06:15:00.000Z'],
    ['2026-03-29', '12:00', 'Europe/Berlin', '2026-03-29T10:00:00.000Z'],
    ['2026-10-25', '12:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
  ])('%s %s in %s is %s', (payDate, cutOff, zone, instant) => {
    expect(cutOffAt(payDate, cutOff, zone)).toBe(instant)
  })
})

import { expect, it } from 'vitest'
import { whenDue } from './when-due'

const [MINUTE, HOUR] = [60_000, 3_600_000]
const at = (time: string) => Date.parse(`2026-11-30T${time}Z`)

it.each([
  ['nothing was ever compared', '10:00:00', null, null, 'quick'],
  ['the first night', '02:03:00', 1 * MINUTE, null, 'deep'],
  ['the first night is over', '02:11:00', 1 * MINUTE, null, null],
  ['a quick one a moment ago', '10:00:00', 9 * MINUTE, 8 * HOUR, null],
  ['a quick one ten minutes ago', '10:00:00', 10 * MINUTE, 7 * HOUR, 'quick'],
  ['a deep one counts as a quick one', '02:08:00', 40 * MINUTE, 7 * MINUTE, null],
  ['the night has come', '02:00:01', 1 * MINUTE, 24 * HOUR, 'deep'],
  ['the night was missed', '09:00:00', 1 * MINUTE, 20 * HOUR, 'deep'],
  ['one by hand this afternoon is none of this night', '02:00:01', 1 * MINUTE, 10 * HOUR, 'deep'],
  ['before two o’clock the night is the one before', '01:00:00', 1 * MINUTE, 22 * HOUR, null],
] as const)('%s', (_, time, quick, deep, due) => {
  expect(whenDue({ quick, deep }, at(time))).toBe(due)
})

import { expect, it } from 'vitest'
import { reason } from './inputs'

it.each([
  ['asked by phone', 'asked by phone'],
  ['  two\n lines ', 'two lines'],
  ['电话确认了', '电话确认了'],
  ['ok', null],
  ['\u200b\u200b\u200b', null],
  ['\u3164\u3164\u3164', null],
  ['\u2800\u2800\u2800', null],
  ['\u00ad\u00ad\u00ad', null],
  ['...', null],
])('reason %j: %j', (typed, kept) => expect(reason.safeParse(typed).data ?? null).toBe(kept))

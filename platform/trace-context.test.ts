/** If one of these fails, a header of a stranger makes a trace that no receiver takes. */
import { expect, it } from 'vitest'
import { readTraceparent, writeTraceparent } from './trace-context'

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']

it('reads what W3C calls a traceparent, and writes it', () => {
  const context = { traceId: TRACE, spanId: SPAN, isSampled: true }
  expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual(context)
  expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)).toEqual({ ...context, isSampled: false })
  // A flag that is not known today does not make it another trace.
  expect(readTraceparent(`00-${TRACE}-${SPAN}-03`)).toEqual(context)
  // Of a version to come the first fields mean the same.
  expect(readTraceparent(`cc-${TRACE}-${SPAN}-01-what-follows`)).toEqual(context)
  expect(writeTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-01`)
  expect(readTraceparent(writeTraceparent({ ...context, isSampled: false }))).toEqual({ ...context, isSampled: false })
})

it.each([
  [null],
  [''],
  ['00'],
  [`00-${TRACE}-${SPAN}`],
  [`00-${TRACE}-${SPAN}-1`],
  [`00-${TRACE}-${SPAN}-01-more`],
  [`00-${TRACE}-${SPAN}-01-`],
  [`ff-${TRACE}-${SPAN}-01`],
  [`cc-${TRACE}-${SPAN}-01.more`],
  [`00-${'0'.repeat(32)}-${SPAN}-01`],
  [`00-${TRACE}-${'0'.repeat(16)}-01`],
  [`00-${TRACE.toUpperCase()}-${SPAN}-01`],
  [`00-${TRACE}0-${SPAN}-01`],
  [` 00-${TRACE}-${SPAN}-01`],
  [`00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
  ['x'.repeat(100_000)],
])('takes %s for none', (text) => expect(readTraceparent(text)).toBeNull())

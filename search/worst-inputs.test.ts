/** What somebody types, or pastes, to keep everybody else waiting. */
import { expect, it } from 'vitest'
import { longestSliceMs } from '@/stack/test-runner/cpu-time'
import { buildQuery } from './build-query'
import { parseQuery } from './query-language'

const SLICE_MS = 200
const NOW = new Date('2026-11-28T10:00:00Z')

it.each([
  ...[
    'x ',
    '"',
    '(',
    '-',
    ':',
    'amount:',
    'amount:1..',
    '2026-11-',
    '28.11.2026 ',
    'january ',
    '1,',
    '1.',
    'DE89 ',
    'DE89370400440532013000 ',
    'ä',
    '﷽',
  ],
  ...['a"b ', 'from:', 'status:failed ', 'AC04 ', 'NLG-2026-11-01-', '\u0301', '😀', ' ', '\\', '*', '"a" -"b" '],
])('%j again and again', async (piece) => {
  const text = piece.repeat(Math.ceil(100_000 / piece.length))
  const slice = await longestSliceMs(
    async () => void buildQuery(parseQuery(text, NOW), { companies: null, hashAccount: (account) => account }),
  )
  expect(slice).toBeLessThan(SLICE_MS)
})

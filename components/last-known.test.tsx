import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { judge } from '@/platform/freshness'
import { Facts } from './facts'
import { lastKnownAge } from './last-known'

const NOW = new Date('2026-11-20T12:00:00Z')
const covered = (coveredUntil: string | null, deadLetters = 0, store: 'search' | 'finance' = 'finance') =>
  judge(store, { coveredUntil, position: '7', deadLetters }, NOW)

it.each([
  ['within the contract', covered('2026-11-20T11:59:00Z'), null],
  ['late', covered('2026-11-20T10:00:00Z'), '2 h ago'],
  ['search that is late', covered('2026-11-20T11:49:00Z', 0, 'search'), '11 min ago'],
  ['incomplete, however new', covered('2026-11-20T11:59:30Z', 1), '30 s ago'],
  ['nothing covered yet', covered(null), 'of unknown age'],
])('%s', (_, freshness, age) => expect(lastKnownAge(freshness)).toBe(age))

it('does not show a withheld figure as the figure', () => {
  const facts = [{ label: 'Fees', value: '1,204.00 EUR', note: 'more than before' }]
  const text = (lastKnown: string | null) =>
    renderToStaticMarkup(<Facts facts={facts} lastKnown={lastKnown} />)
      .replace(/<[^>]+>/g, '|')
      .replace(/\|+/g, '|')
  expect(text(null)).toBe('|Fees|1,204.00 EUR|more than before|')
  expect(text('11 min ago')).toBe('|Fees|–|not known now|last known 1,204.00 EUR, 11 min ago|')
})

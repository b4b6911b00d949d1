import { expect, it } from 'vitest'
import { monthsBetween, readFilter } from './filter'

const NOW = new Date('2026-11-20T12:00:00Z')
const ALL = { companies: null }

it('shows the last six months unless told otherwise', () => {
  expect(readFilter({}, ALL, NOW).filter).toEqual({ from: '2026-06', to: '2026-11', companies: null })
  expect(readFilter({ from: '2026-01', to: '2026-03', currency: 'JPY', company: 'NLG' }, ALL, NOW).filter).toMatchObject({
    from: '2026-01',
    to: '2026-03',
    currency: 'JPY',
    company: 'NLG',
  })
})

it('falls back and says so', () => {
  expect(readFilter({ from: '2026-13', currency: 'eur', company: 'x;y' }, ALL, NOW)).toMatchObject({
    filter: { from: '2026-06' },
    ignored: ['from=2026-13', 'currency=eur', 'company=x;y'],
  })
  expect(readFilter({ from: '2027-01', to: '2026-11' }, ALL, NOW).filter.from).toBe('2026-06')
})

it('never widens what the person may see', () => {
  expect(readFilter({ company: 'NLG' }, { companies: ['a'] }, NOW).filter.companies).toEqual(['a'])
})

it('counts months over the year', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
})

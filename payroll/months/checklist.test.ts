import { describe, expect, it } from 'vitest'
import { checklistOf, type FiguresReach, type LedgerFacts, obstacles, type Subject } from './checklist'
import { daysOf, monthsLater, monthWords } from './month'

const FACTS: LedgerFacts = {
  ...{ endsAt: '2026-10-31T23:00:00.000Z', hasEnded: true, laterClosed: null, earlierOpen: null, era: 1, stops: [], mismatches: 0 },
  ...{ compared: null, comparisonUnderWay: false, runs: [], bankFiles: [], exceptions: [] },
}
const FIGURES: FiguresReach = { era: 1, position: '7', coveredUntil: '2026-11-01T00:00:00.000Z', deadLetters: 0, gapAt: null }
const states = (facts: Partial<LedgerFacts>, figures: FiguresReach = FIGURES, prepared: { position: string } | null = null) =>
  Object.fromEntries(checklistOf('2026-10', { ...FACTS, ...facts }, figures, prepared).map(({ key, state }) => [key, state]))
const red = (facts: Partial<LedgerFacts>, figures: FiguresReach = FIGURES, prepared: { position: string } | null = null) =>
  obstacles(checklistOf('2026-10', { ...FACTS, ...facts }, figures, prepared), prepared ? 'close' : 'prepare').map(({ key }) => key)
const run = (explanation: Subject['explanation']): Subject => ({ id: 'r', name: 'RUN', found: 'It is paying.', href: '/', explanation })

describe('a month’s checklist', () => {
  it('is prepared when nothing is red, and closed when nothing waits', () => {
    expect(red({})).toEqual([])
    expect(red({}, FIGURES, { position: '7' })).toEqual(['compared'])
    expect(red({ comparisonUnderWay: true }, FIGURES, { position: '7' })).toEqual(['compared'])
    expect(red({ compared: { position: '8' } }, FIGURES, { position: '7' })).toEqual([])
  })

  it.each<[string, Partial<LedgerFacts>]>([
    ['ended', { hasEnded: false }],
    ['order', { laterClosed: '2026-11' }],
    ['order', { earlierOpen: '2026-09' }],
    ['history', { stops: ['The ledger was restored.'] }],
    ['mismatches', { mismatches: 1 }],
    ['runs', { runs: [run(null)] }],
    ['bank-files', { bankFiles: [run(null)] }],
    ['exceptions', { exceptions: [run(null)] }],
  ])('is red by itself: %s', (key, facts) => {
    expect(red(facts)).toEqual([key])
  })

  it.each<[string, FiguresReach]>([
    ['covered', null],
    ['covered', { ...FIGURES, position: null }],
    ['covered', { ...FIGURES, coveredUntil: '2026-10-31T22:59:59.999Z' }],
    ['covered', { ...FIGURES, era: 2 }],
    ['gap', { ...FIGURES, gapAt: '3' }],
    ['dead-letters', { ...FIGURES, deadLetters: 2 }],
  ])('is red where the figures lack something: %s', (key, figures) => {
    expect(red({}, figures)).toEqual([key])
  })

  it('takes an explanation for what may be explained', () => {
    const explained = { reason: 'Paid in November.', by: 'A person', at: '2026-11-02T00:00:00Z' }
    expect(states({ runs: [run(explained)] }).runs).toBe('explained')
    expect(states({ runs: [run(explained), run(null)] }).runs).toBe('red')
  })
})

describe('a month', () => {
  it('has a name, days, and others before and after it', () => {
    expect(monthWords('2026-10')).toBe('October 2026')
    expect(daysOf('2026-12')).toEqual({ first: '2026-12-01', after: '2027-01-01' })
    expect([monthsLater('2026-01', -1), monthsLater('2026-12', 1), monthsLater('2026-06', 0)]).toEqual(['2025-12', '2027-01', '2026-06'])
  })
})

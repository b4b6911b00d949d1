/** If one of these fails, one person alone moves or writes off money, or a bank exception cannot be closed. */
import { describe, expect, it } from 'vitest'
import { decideException, type ExceptionState, RESOLUTIONS, type Resolution } from './decide-exception'

const finding = (change: Partial<ExceptionState> = {}): ExceptionState => ({
  ...{ state: 'open', version: 4, amountMinor: '100', resolution: null, proposedBy: null },
  ...change,
})
const proposed = finding({ state: 'proposed', resolution: 'matched', proposedBy: 'p' })
const wrong = (status: string, wanted: string) => ({ code: 'wrong-state', what: 'finding', status, wanted })
const propose = (resolution: Resolution) => ({ type: 'propose', by: 'p', resolution }) as const

describe('a resolution', () => {
  it.each(RESOLUTIONS)('%s of money takes a second person', (resolution) => {
    expect(decideException(finding(), propose(resolution))).toEqual({ state: 'proposed', version: 5, act: 'audit.finding-proposed' })
  })

  it.each<[Resolution, boolean]>([
    ['matched', false],
    ['applied', false],
    ['discarded', false],
    ['refused', false],
    ['dismissed', false],
    ['written-off', true],
    ['returned-to-bank', true],
  ])('%s of a note without an amount: one person is enough is %s', (resolution, alone) => {
    const decided = alone
      ? { state: 'resolved', version: 5, act: 'audit.finding-resolved' }
      : { state: 'proposed', version: 5, act: 'audit.finding-proposed' }
    expect(decideException(finding({ amountMinor: null }), propose(resolution))).toEqual(decided)
  })

  it('is proposed once, while the exception is open', () => {
    expect(decideException(proposed, propose('matched'))).toEqual(wrong('proposed', 'open'))
    expect(decideException(finding({ state: 'resolved' }), propose('matched'))).toEqual(wrong('resolved', 'open'))
  })
})

describe('what is proposed', () => {
  it('is confirmed by anybody but who proposed it', () => {
    expect(decideException(proposed, { type: 'confirm', by: 'p' })).toEqual({ code: 'four-eyes', because: 'proposed' })
    expect(decideException(proposed, { type: 'confirm', by: 'q' })).toEqual({
      state: 'resolved',
      version: 5,
      act: 'audit.finding-resolved',
    })
  })

  it.each(['p', 'q'])('is taken back by %s, whoever proposed it', (by) => {
    expect(decideException(proposed, { type: 'refuse', by })).toEqual({ state: 'open', version: 5, act: 'audit.finding-refused' })
  })

  it.each(['confirm', 'refuse'] as const)('is all that can be decided by %s', (type) => {
    for (const state of ['open', 'resolved'] as const)
      expect(decideException(finding({ state }), { type, by: 'q' })).toEqual(wrong(state, 'proposed'))
  })
})

it('is assigned to somebody until it is resolved, and stays as it is', () => {
  for (const state of ['open', 'proposed'] as const)
    expect(decideException(finding({ state }), { type: 'assign', by: 'p' })).toEqual({ state, version: 5, act: 'audit.finding-assigned' })
  expect(decideException(finding({ state: 'resolved' }), { type: 'assign', by: 'p' })).toEqual(wrong('resolved', 'open or proposed'))
})

import { describe, expect, it } from 'vitest'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { RUN_STATUSES } from '@/events/payroll-run-v1'
import { decidePayout } from './decide-payout'
import { conflictOfDuty, decideRun, type RunState } from './decide-run'

const run = (change: Partial<RunState> = {}): RunState => ({
  id: 'r',
  status: 'submitted',
  version: 2,
  seal: 's',
  preparedBy: 'p',
  submittedBy: 'q',
  hands: [{ userId: 'e', act: 'edited' }],
  ...change,
})

describe('decideRun', () => {
  it.each([
    ['p', 'prepared'],
    ['q', 'submitted'],
    ['e', 'edited'],
  ])('does not let %s approve, who %s it', (by, because) => {
    expect(decideRun(run(), { type: 'approve', by, seal: 's' })).toEqual({ code: 'four-eyes', because })
  })

  it('approves the seal that was looked at, and no other', () => {
    expect(decideRun(run(), { type: 'approve', by: 'x', seal: 's' })).toEqual({
      status: 'approved',
      version: 3,
      event: 'payroll-run.approved',
    })
    expect(decideRun(run(), { type: 'approve', by: 'x', seal: 't' })).toEqual({ code: 'seal-changed' })
  })

  it('names the event of each change, and what would be possible where it is not', () => {
    const at = (status: RunState['status'], type: 'submit' | 'send-back' | 'recall' | 'release' | 'settle' | 'cancel') =>
      decideRun(run({ status }), { type })
    expect(at('draft', 'submit')).toEqual({ status: 'submitted', version: 3, event: 'payroll-run.submitted' })
    expect(at('submitted', 'send-back')).toEqual({ status: 'draft', version: 3, event: 'payroll-run.sent-back' })
    expect(at('approved', 'recall')).toEqual({ status: 'draft', version: 3, event: 'payroll-run.recalled' })
    expect(at('approved', 'release')).toEqual({ status: 'paying', version: 3, event: 'payroll-run.released' })
    expect(at('paying', 'settle')).toEqual({ status: 'settled', version: 3, event: 'payroll-run.settled' })
    expect(at('draft', 'cancel')).toEqual({ status: 'cancelled', version: 3, event: 'payroll-run.cancelled' })
    const refused = (wanted: string) => ({ code: 'wrong-state', what: 'run', status: 'settled', wanted })
    expect(at('settled', 'submit')).toEqual(refused('a draft'))
    expect(at('settled', 'send-back')).toEqual(refused('submitted'))
    expect(at('settled', 'recall')).toEqual(refused('approved and not yet on its way to the bank'))
    expect(at('settled', 'release')).toEqual(refused('approved'))
    expect(at('settled', 'settle')).toEqual(refused('paying'))
    expect(at('settled', 'cancel')).toEqual(refused('a draft or submitted'))
    expect(decideRun(run({ status: 'settled' }), { type: 'approve', by: 'x', seal: 's' })).toEqual(refused('submitted'))
  })

  it('knows one state in which each command is possible, and refuses it by name in the others', () => {
    const possible = {
      submit: ['draft'],
      'send-back': ['submitted'],
      recall: ['approved'],
      release: ['approved'],
      settle: ['paying'],
      cancel: ['draft', 'submitted'],
    } as const
    for (const [type, states] of Object.entries(possible)) {
      for (const status of RUN_STATUSES) {
        const decided = decideRun(run({ status }), { type: type as keyof typeof possible })
        if ((states as readonly string[]).includes(status)) expect(decided).toMatchObject({ version: 3 })
        else expect(decided).toMatchObject({ code: 'wrong-state', status })
      }
    }
  })
})

describe('a conflict of duty', () => {
  const hands = [
    { userId: 'e', act: 'edited' as const },
    { userId: 'e', act: 'drafted' as const },
  ]
  it('is told by the gravest act of a person, and nobody else has one', () => {
    const of = (userId: string) =>
      conflictOfDuty({ preparedBy: 'p', submittedBy: 'q', hands: [...hands, { userId: 'p', act: 'mapped' }] }, userId)
    expect([of('p'), of('q'), of('e'), of('x')]).toEqual(['prepared', 'submitted', 'edited', null])
    expect(conflictOfDuty({ preparedBy: 'p', submittedBy: null, hands: [] }, 'q')).toBeNull()
  })
})

describe('decidePayout', () => {
  it('returns a held payout to where it was held', () => {
    for (const from of ['submitted', 'approved'] as const) {
      const held = decidePayout({ status: from, heldFrom: null, version: 4, inBankFile: false }, 'hold')
      expect(held).toMatchObject({ status: 'held', heldFrom: from, version: 5 })
      const released = decidePayout({ status: 'held', heldFrom: from, version: 5, inBankFile: false }, 'release-hold')
      expect(released).toMatchObject({ status: from, heldFrom: null, version: 6 })
    }
  })

  it('does not hold what is in a bank file, or past it', () => {
    expect(decidePayout({ status: 'approved', heldFrom: null, version: 2, inBankFile: true }, 'hold')).toMatchObject({
      ...{ code: 'wrong-state', what: 'payout', status: 'already in a bank file', wanted: 'not yet on its way' },
    })
    for (const status of PAYOUT_STATUSES.filter((each) => each !== 'submitted' && each !== 'approved')) {
      expect(decidePayout({ status, heldFrom: null, version: 2, inBankFile: false }, 'hold')).toEqual({
        ...{ code: 'wrong-state', what: 'payout', status, wanted: 'submitted or approved' },
      })
    }
  })

  it('says what happened to it', () => {
    const held = { status: 'held', heldFrom: 'approved', version: 2, inBankFile: false } as const
    const approved = { status: 'approved', heldFrom: null, version: 2, inBankFile: false } as const
    expect(decidePayout(approved, 'hold')).toMatchObject({ event: 'payout.held', changed: ['status'] })
    expect(decidePayout(held, 'release-hold')).toMatchObject({ event: 'payout.hold-released', changed: ['status'] })
  })

  it('releases only what is on hold, and is known to have been held from somewhere', () => {
    const wanted = 'on hold'
    for (const status of PAYOUT_STATUSES.filter((each) => each !== 'held'))
      expect(decidePayout({ status, heldFrom: 'approved', version: 2, inBankFile: false }, 'release-hold')).toEqual({
        ...{ code: 'wrong-state', what: 'payout', status, wanted },
      })
    expect(decidePayout({ status: 'held', heldFrom: null, version: 2, inBankFile: false }, 'release-hold')).toMatchObject({ wanted })
  })
})

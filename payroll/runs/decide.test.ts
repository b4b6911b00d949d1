import { describe, expect, it } from 'vitest'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { RUN_STATUSES } from '@/events/payroll-run-v1'
import { decidePayout } from './decide-payout'
import { decideRun, type RunState } from './decide-run'

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
      code: 'wrong-state',
    })
    for (const status of PAYOUT_STATUSES.filter((each) => each !== 'submitted' && each !== 'approved')) {
      expect(decidePayout({ status, heldFrom: null, version: 2, inBankFile: false }, 'hold')).toMatchObject({ code: 'wrong-state' })
    }
  })
})

/** What a person may do to one payout. What runs and bank files do to payouts is decided set-wise, by the same transition table. */
import type { PayoutStatus } from '@/events/payout-v1'
import type { Rejection } from '../transaction/rejections'
import { PAYOUT_TRANSITIONS } from './transitions'

export type PayoutHead = { status: PayoutStatus; heldFrom: 'submitted' | 'approved' | null; version: number; inBankFile: boolean }
export type PayoutChange = {
  status: PayoutStatus
  heldFrom: PayoutHead['heldFrom']
  version: number
  event: 'payout.held' | 'payout.hold-released'
  changed: string[]
}

/** Decides a hold, or the release of one. A released payout returns to the state it was held in. */
export function decidePayout(payout: PayoutHead, command: 'hold' | 'release-hold'): PayoutChange | Rejection {
  const version = payout.version + 1
  if (command === 'release-hold') {
    if (payout.status !== 'held' || payout.heldFrom === null) {
      return { code: 'wrong-state', what: 'payout', status: payout.status, wanted: 'on hold' }
    }
    return { status: payout.heldFrom, heldFrom: null, version, event: 'payout.hold-released', changed: ['status'] }
  }
  const { status } = payout
  if (!PAYOUT_TRANSITIONS[status].includes('held') || (status !== 'submitted' && status !== 'approved')) {
    return { code: 'wrong-state', what: 'payout', status, wanted: 'submitted or approved' }
  }
  if (payout.inBankFile) return { code: 'wrong-state', what: 'payout', status: 'already in a bank file', wanted: 'not yet on its way' }
  return { status: 'held', heldFrom: status, version, event: 'payout.held', changed: ['status'] }
}

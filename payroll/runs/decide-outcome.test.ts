/** If one of these fails, somebody is paid again, or not, by the word of one person, or while the payment is still on its way. */
import { expect, it } from 'vitest'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { type OutcomeHead, refuseConfirmation, refuseProposal } from './decide-outcome'

const STOPPED = ['failed', 'returned']
const proposed: OutcomeHead = { version: 1, proposedBy: 'p', confirmedBy: null, isCurrent: true }
const wrong = (what: string, status: string, wanted: string) => ({ code: 'wrong-state', what, status, wanted })

it.each(PAYOUT_STATUSES)('an outcome of a payment that is %s is decided only when it failed or came back', (status) => {
  const refused = STOPPED.includes(status) ? null : wrong('payout', status, 'failed or returned')
  expect(refuseProposal(status)).toEqual(refused)
  expect(refuseConfirmation(status, proposed, 'q')).toEqual(refused)
})

it('is confirmed by anybody but who proposed it', () => {
  expect(refuseConfirmation('failed', proposed, 'p')).toEqual({ code: 'four-eyes', because: 'proposed' })
  expect(refuseConfirmation('failed', proposed, 'q')).toBeNull()
})

it('is confirmed once, and only what is proposed of the payment as it is now', () => {
  expect(refuseConfirmation('failed', { ...proposed, confirmedBy: 'q' }, 'r')).toEqual(wrong('outcome', 'confirmed', 'proposed'))
  for (const none of [null, { ...proposed, isCurrent: false }])
    expect(refuseConfirmation('failed', none, 'q')).toEqual(wrong('outcome', 'not proposed', 'proposed'))
})

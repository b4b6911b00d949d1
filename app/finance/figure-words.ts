/** What each figure is called, what it counts, and by which day. */
import type { FigureName } from '@/finance/questions/question'

type Words = { title: string; counts: string; day: string; noun: 'payouts' | 'charges' }

const BOOKED = 'The day is the bank’s booking day, in the bank’s own time zone.'
const PAY_DATE = 'The day is the pay date.'

export const FIGURE_WORDS: Readonly<Record<FigureName, Words>> = {
  paid: {
    ...{ title: 'Paid', noun: 'payouts', day: BOOKED },
    counts: 'Payouts that the bank booked, each once. One that came back later still counts.',
  },
  fees: {
    ...{ title: 'Fees', noun: 'charges', day: 'The day is that of the payment’s booking, and for a return that of the return’s booking.' },
    counts: 'Everything that banks charged for booked payouts and for returns, in the currency of the charge.',
  },
  'fee-per-payout': {
    ...{ title: 'Fee per payout', noun: 'charges', day: BOOKED },
    counts: 'What banks charged for payments, without returns, divided by the payouts whose fee the bank has named.',
  },
  failures: {
    ...{ title: 'Failed or returned', noun: 'payouts', day: PAY_DATE },
    counts: 'Payouts that failed or came back, as a share of all that ended: settled, failed or returned.',
  },
  ended: { title: 'Ended', noun: 'payouts', day: PAY_DATE, counts: 'Payouts that are settled, failed or returned.' },
  settlement: {
    ...{ title: 'Settlement time', noun: 'payouts', day: BOOKED },
    counts: 'The time from sending a payout to the bank until PayLedger read its booking. Half of the payouts took this long or less.',
  },
  open: {
    ...{ title: 'Open', noun: 'payouts', day: PAY_DATE },
    counts: 'Payouts that are submitted, approved, on hold or sent, and have not ended.',
  },
  stopped: {
    ...{ title: 'Failures and returns', noun: 'payouts', day: 'The day is that of the failure, and for a return that of its booking.' },
    counts: 'Payouts that failed or came back and have not been paid again.',
  },
  payouts: { title: 'Payouts', noun: 'payouts', day: PAY_DATE, counts: 'All payouts, whatever became of them.' },
}

/** Seconds as "45 s", "12 min", "3 h 20 min", "2 d 4 h". */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

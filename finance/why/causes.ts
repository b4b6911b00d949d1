/** Why a figure is another one than before: the closed list, in the order in which it is told. */
export const CAUSES = [
  'new payment',
  'late bank file',
  'fee booked later',
  'return',
  'paid again',
  'correction',
  'redrive',
  'replay',
  'definition changed',
] as const
export type Cause = (typeof CAUSES)[number]

/** What each means, as a sentence. */
export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  'new payment': 'The bank booked a payment, and its file was read in the same month.',
  'late bank file': 'The bank booked a payment in a month that was over when its file was read.',
  'fee booked later': 'The bank charged more for a payment that was booked before; what it had charged stays.',
  return: 'A payment came back.',
  'paid again': 'A payment was sent again after it had failed or come back.',
  correction: 'A day, an amount, a charge or a state that was known before is another one now.',
  redrive: 'A change that could not be read at the first moment has been read since.',
  replay: 'Events were read again and say something else of the first moment than was recorded then.',
  'definition changed': 'The figure is counted in another way: the SQL or the contract is not the one of before.',
}

/** Having had a hand in a run: what people do to a payroll file and its draft, and so may not approve any more. */

/** Acts on a payroll file before it is a run, then acts on the run itself. Whoever made a service's key could do through it what the service did. */
export const HAND_ACTS = [
  'uploaded',
  'mapped',
  'corrected',
  'edited',
  'left-out',
  'set-pay-date',
  'gave-reason',
  'made-key',
  'drafted',
  'submitted',
] as const
export type HandAct = (typeof HAND_ACTS)[number]

export type Hand = { userId: string; act: HandAct }

/** "You uploaded its file": how each act is told to who did it, and, with a name before it, to others. */
export const HAND_WORDS: Readonly<Record<HandAct, string>> = {
  uploaded: 'uploaded its file',
  mapped: 'set how its file is read',
  corrected: 'uploaded corrected rows for it',
  edited: 'edited rows in it',
  'left-out': 'left rows out of it',
  'set-pay-date': 'set its pay date',
  'gave-reason': 'gave the reason for paying people again in it',
  'made-key': 'made the API key of the service that prepared it',
  drafted: 'made its draft',
  submitted: 'submitted it',
}

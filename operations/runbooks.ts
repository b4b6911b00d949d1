/** The pages of docs/runbooks, by their names without the ending: what to do in each state that the operations desk, or an alert, names. */
export const RUNBOOKS = [
  'bank-does-not-answer',
  'copy-behind',
  'dead-letters',
  'disk-full',
  'failed-jobs',
  'history-stopped',
  'kafka-lost-events',
  'process-not-ready',
  'rebuild-finance',
  'rebuild-search',
  'relay-stopped',
  'stores-differ',
] as const
export type Runbook = (typeof RUNBOOKS)[number]

/** Whether there is one of that name. */
export const isRunbook = (name: string): name is Runbook => RUNBOOKS.some((each) => each === name)

/** What the figures of the operations desk are called; apart from how they are read, for the browser knows these alone. */

/** In which a figure is said: a length of time in milliseconds, or how many. */
export type FigureUnit = 'ms' | 'count'

/** Name, unit, and what it is called by, in the order of the pipeline. */
export const FIGURES = {
  'outbox-age': { name: 'Oldest change in the outbox', unit: 'ms' },
  'outbox-waiting': { name: 'Changes in the outbox', unit: 'count' },
  'changes-per-second': { name: 'Changes a second', unit: 'count' },
  'relay-per-second': { name: 'Relayed a second', unit: 'count' },
  'search-behind': { name: 'Search behind by', unit: 'ms' },
  'search-events-behind': { name: 'Events search has to apply', unit: 'count' },
  'search-older-payouts': { name: 'Payouts older in search', unit: 'count' },
  'search-older-definition': { name: 'Documents of an older definition', unit: 'count' },
  'search-dead-letters': { name: 'Dead letters of search', unit: 'count' },
  'finance-behind': { name: 'Finance behind by', unit: 'ms' },
  'finance-events-behind': { name: 'Events finance has to apply', unit: 'count' },
  'finance-older-payouts': { name: 'Payouts older in finance', unit: 'count' },
  'finance-older-definition': { name: 'Payouts in marts of an older definition', unit: 'count' },
  'finance-dead-letters': { name: 'Dead letters of finance', unit: 'count' },
  'failed-jobs': { name: 'Failed jobs', unit: 'count' },
  'stranded-runs': { name: 'Stranded runs', unit: 'count' },
} as const satisfies Record<string, { name: string; unit: FigureUnit }>

export type Figure = keyof typeof FIGURES

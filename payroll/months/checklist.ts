/** What must hold before a month is closed: computed from the stores, never ticked. Pure. */
import { monthsLater, monthWords } from './month'

export const ITEMS = [
  'ended',
  'order',
  'covered',
  'gap',
  'dead-letters',
  'history',
  'mismatches',
  'compared',
  'runs',
  'bank-files',
  'exceptions',
] as const
export type ItemKey = (typeof ITEMS)[number]

/** What a person may explain with a reason. What is missing from the figures, or differs between the stores, never is. */
export const EXPLAINABLE = ['runs', 'bank-files', 'exceptions'] as const
export type Explainable = (typeof EXPLAINABLE)[number]

export type ItemState = 'ok' | 'explained' | 'waiting' | 'red'
export type Explanation = { reason: string; by: string; at: string }

/** A run, file or exception that is in the way; `found` is what was said of it, which an explanation holds for. */
export type Subject = { id: string; name: string; found: string; href: string; explanation: Explanation | null }

export type Item = {
  key: ItemKey
  state: ItemState
  /** One plain sentence. */
  sentence: string
  /** Where it is repaired. */
  href: string | null
  subjects: Subject[]
}

/** How far the figures reach, as finance says; null when what is published cannot be read. */
export type FiguresReach = {
  era: number
  position: string | null
  coveredUntil: string | null
  deadLetters: number
  gapAt?: string | null | undefined
} | null

/** What the ledger says of the month. */
export type LedgerFacts = {
  /** When it has ended for every company. */
  endsAt: string
  hasEnded: boolean
  laterClosed: string | null
  earlierOpen: string | null
  era: number
  stops: string[]
  mismatches: number
  /** The deep comparison at the close's position or after it. */
  compared: { position: string } | null
  comparisonUnderWay: boolean
  runs: Subject[]
  bankFiles: Subject[]
  exceptions: Subject[]
}

const OPERATIONS = '/operations'

/** `prepared` is the position of the close that was prepared; null before. */
export function checklistOf(month: string, facts: LedgerFacts, figures: FiguresReach, prepared: { position: string } | null): Item[] {
  const name = monthWords(month)
  return [
    item('ended', facts.hasEnded, `${name} has ended for every company.`, `${name} ends at ${facts.endsAt} for the last of the companies.`),
    order(month, facts),
    ...figuresItems(name, facts, figures),
    item(
      'history',
      facts.stops.length === 0,
      'The ledger’s history is unbroken.',
      `The ledger’s history is in question: ${facts.stops.join(' ')}`,
      OPERATIONS,
    ),
    item(
      'mismatches',
      facts.mismatches === 0,
      'No difference between ledger, search and finance is open.',
      `${count(facts.mismatches, 'difference')} between ledger, search and finance ${facts.mismatches === 1 ? 'is' : 'are'} open.`,
      OPERATIONS,
    ),
    compared(facts, prepared),
    ofSubjects('runs', facts.runs, `Every payroll with its pay date in ${name} is settled.`, 'payroll', 'not settled'),
    ofSubjects('bank-files', facts.bankFiles, `Every bank file of ${name} is sent and matched.`, 'bank file', 'not sent, or not decided'),
    ofSubjects('exceptions', facts.exceptions, `Every bank exception of ${name} is resolved.`, 'bank exception', 'not resolved'),
  ]
}

/** What stands in the way of closing; of preparing, what is still waiting does not. */
export const obstacles = (items: readonly Item[], of: 'prepare' | 'close'): Item[] =>
  items.filter(({ state }) => state === 'red' || (of === 'close' && state === 'waiting'))

function order(month: string, { laterClosed, earlierOpen }: LedgerFacts): Item {
  const blocking = laterClosed ?? earlierOpen
  const bad = laterClosed
    ? `${monthWords(laterClosed)} is closed already. Reopen it first.`
    : `${monthWords(earlierOpen ?? month)} is not closed yet. Months are closed one after the other.`
  return item(
    'order',
    blocking === null,
    `${monthWords(month)} is next in order.`,
    bad,
    `/finance/months/${blocking ?? monthsLater(month, -1)}`,
  )
}

function figuresItems(name: string, { endsAt, era }: LedgerFacts, figures: FiguresReach): Item[] {
  if (figures === null || figures.position === null)
    return [item('covered', false, '', 'There are no figures that can be read at the moment.', OPERATIONS)]
  const reaches = figures.era === era && figures.coveredUntil !== null && figures.coveredUntil >= endsAt
  const { deadLetters, gapAt = null } = figures
  return [
    item('covered', reaches, `The figures cover all of ${name}.`, `The figures do not reach the end of ${name} yet.`, OPERATIONS),
    item('gap', gapAt === null, 'No change is missing from the figures.', `Changes are missing after event ${gapAt}.`, OPERATIONS),
    item(
      'dead-letters',
      deadLetters === 0,
      'Every change could be read.',
      `${count(deadLetters, 'change')} could not be read and ${deadLetters === 1 ? 'is' : 'are'} missing from the figures.`,
      OPERATIONS,
    ),
  ]
}

function compared({ compared: made, comparisonUnderWay }: LedgerFacts, prepared: { position: string } | null): Item {
  const of = (state: ItemState, sentence: string): Item => ({ key: 'compared', state, sentence, href: OPERATIONS, subjects: [] })
  if (prepared === null) return of('waiting', 'The stores are compared in full as soon as the month is prepared.')
  if (made) return of('ok', `Ledger, search and finance were compared in full at event ${made.position}.`)
  if (comparisonUnderWay) return of('waiting', 'The stores are being compared in full.')
  return of('red', `The stores have not been compared in full at event ${prepared.position} or later. Compare them now.`)
}

function ofSubjects(key: Explainable, subjects: Subject[], good: string, noun: string, bad: string): Item {
  const open = subjects.filter(({ explanation }) => explanation === null).length
  if (subjects.length === 0) return { key, state: 'ok', sentence: good, href: null, subjects }
  if (open === 0) return { key, state: 'explained', sentence: `${count(subjects.length, noun)} ${bad}, explained.`, href: null, subjects }
  return { key, state: 'red', sentence: `${count(open, noun)} ${open === 1 ? 'is' : 'are'} ${bad}.`, href: HREFS[key], subjects }
}

const HREFS: Readonly<Record<Explainable, string>> = {
  runs: '/payroll',
  'bank-files': '/payroll/bank-files',
  exceptions: '/payroll/findings',
}

const item = (key: ItemKey, good: boolean, ok: string, bad: string, href: string | null = null): Item => ({
  key,
  state: good ? 'ok' : 'red',
  sentence: good ? ok : bad,
  href: good ? null : href,
  subjects: [],
})

const count = (many: number, noun: string): string => (many === 1 ? `1 ${noun}` : `${many} ${noun}s`)

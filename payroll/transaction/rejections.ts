/** Everything the domain says no to, each with a sentence a person understands. A closed list: routes translate it in one place. */
import { type PayDateProblem, payDateSentence } from '@/accounts/pay-date'
import { HAND_WORDS, type HandAct } from '../runs/hand-acts'
import { type Repetition, repetitionSentences } from '../runs/repetition'

export type Rejection =
  | { code: 'not-found'; what: 'company' | 'run' | 'payout' | 'file' | 'finding' | 'person' }
  | { code: 'wrong-state'; what: 'run' | 'payout' | 'file' | 'finding' | 'outcome'; status: string; wanted: string }
  | { code: 'four-eyes'; because: 'prepared' | 'proposed' | HandAct }
  | { code: 'hand-in-run'; act: 'prepared' | HandAct; reference: string }
  | { code: 'proposed-before' }
  | { code: 'proposal-changed' }
  | { code: 'nothing-to-apply'; because: string }
  | { code: 'not-all-yours' }
  | { code: 'effect-changed' }
  | { code: 'file-gone' }
  | { code: 'no-match'; because: string }
  | { code: 'unsuited'; because: string }
  | { code: 'seal-changed' }
  | { code: 'version-behind'; current: Record<string, unknown>; changed: Difference[] }
  | { code: 'imported-before'; reference: string; runId: string }
  | { code: 'repeated'; repetition: Repetition; changes: string[] }
  | { code: 'sepa-only'; bank: string; payouts: number }
  | { code: 'not-yet'; at: string }
  | { code: 'pay-date'; problem: PayDateProblem; next: string }
  | { code: 'rows'; problems: RowProblem[] }
  | { code: 'key-reused' }
  | { code: 'in-progress' }

/** One field that moved between what a person saw and now. */
export type Difference = { field: string; seen: unknown; now: unknown }

/** A problem of an input file; row and field are null when it concerns the whole file. */
export type RowProblem = { row: number | null; field: string | null; reason: string }

/** The sentence shown to the person. */
export function sentenceOf(rejection: Rejection): string {
  switch (rejection.code) {
    case 'not-found':
      return `There is no such ${rejection.what}, or it is not among the companies you work for.`
    case 'wrong-state':
      return `The ${rejection.what} is ${rejection.status.replaceAll('-', ' ')}; this can only be done while it is ${rejection.wanted}.`
    case 'four-eyes':
      if (rejection.because === 'proposed') return 'You proposed this, so someone else must confirm it.'
      return `You ${handWords(rejection.because, 'this run')}, so someone else must approve it.`
    case 'hand-in-run':
      return `You ${handWords(rejection.act, `run ${rejection.reference}`)}, which this concerns, so someone else must confirm it.`
    case 'proposed-before':
      return 'Someone proposed this already. It waits for a second person to confirm it.'
    case 'proposal-changed':
      return 'The proposal has changed since you looked. Nothing was done; look at it again.'
    case 'nothing-to-apply':
      return `Nothing in this file would be applied. ${rejection.because}`
    case 'not-all-yours':
      return 'Not every account and payment in this file is of a company you work for. Someone who works for every company has to bring it.'
    case 'effect-changed':
      return 'The file would not do any more what you saw. Nothing was done; look at what it would change now.'
    case 'file-gone':
      return 'The file is no longer in the archive. Withdraw this proposal and propose the file again.'
    case 'no-match':
      return `They cannot be matched: ${rejection.because}`
    case 'unsuited':
      return rejection.because
    case 'seal-changed':
      return 'The lines are not the ones you looked at: the seal differs. Open the run again and check its totals.'
    case 'version-behind':
      return 'It has changed since you looked. Nothing was done; compare what you saw with what is true now.'
    case 'imported-before':
      return `This file was imported before, as run ${rejection.reference}.`
    case 'repeated': {
      const sentences = repetitionSentences(rejection.repetition).join(' ')
      if (rejection.changes.length > 0) return `It has changed since you looked: ${rejection.changes.join(' ')} Look again. ${sentences}`
      return `${sentences} Say why they are to be paid again.`
    }
    case 'sepa-only': {
      const some = rejection.payouts === 1 ? 'one payout is not a SEPA payment' : `${rejection.payouts} payouts are not SEPA payments`
      return `${rejection.bank} takes euros to IBANs of SEPA countries only, and ${some}. Pay them from a company whose bank takes them.`
    }
    case 'not-yet':
      return `It goes to the bank at ${rejection.at}, and can be recalled until then.`
    case 'pay-date':
      return payDateSentence(rejection.problem, rejection.next)
    case 'rows':
      return `${rejection.problems.length === 1 ? 'One problem' : `${rejection.problems.length} problems`} in the file; nothing was saved.`
    case 'key-reused':
      return 'This idempotency key was used for another request. Nothing was done.'
    case 'in-progress':
      return 'The same request is being worked on right now. Ask again in a moment.'
  }
}

/** Acts are told of "it"; at the head of the sentence the run is named. */
const handWords = (act: 'prepared' | HandAct, run: string): string =>
  act === 'prepared' ? `prepared ${run}` : HAND_WORDS[act].replace(/\bits\b/, `${run}’s`).replace(/\bit\b/, run)

const CODES: ReadonlySet<unknown> = new Set<Rejection['code']>([
  'not-found',
  'wrong-state',
  'four-eyes',
  'hand-in-run',
  'proposed-before',
  'proposal-changed',
  'nothing-to-apply',
  'not-all-yours',
  'effect-changed',
  'file-gone',
  'no-match',
  'unsuited',
  'seal-changed',
  'version-behind',
  'imported-before',
  'repeated',
  'sepa-only',
  'not-yet',
  'pay-date',
  'rows',
  'key-reused',
  'in-progress',
])

export const isRejection = (value: object): value is Rejection => 'code' in value && CODES.has(value.code)

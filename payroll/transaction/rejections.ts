/** Everything the domain says no to, each with a sentence a person understands. A closed list: routes translate it in one place. */
import { type PayDateProblem, payDateSentence } from '@/accounts/pay-date'
import { HAND_WORDS, type HandAct } from '../runs/hand-acts'
import { type Repetition, repetitionSentences } from '../runs/repetition'

export type Rejection =
  | {
      code: 'not-found'
      what:
        | 'company'
        | 'run'
        | 'payout'
        | 'file'
        | 'finding'
        | 'person'
        | 'account'
        | 'bank-profile'
        | 'change'
        | 'api-key'
        | 'service'
        | 'repair'
        | 'letter'
        | 'mismatch'
        | 'comparison'
        | 'month-close'
        | 'reopening'
        | 'question'
        | 'export'
    }
  | {
      code: 'wrong-state'
      what: 'run' | 'payout' | 'file' | 'finding' | 'outcome' | 'change' | 'mismatch' | 'repair' | 'month-close' | 'reopening'
      status: string
      wanted: string
    }
  | { code: 'four-eyes'; because: 'prepared' | 'proposed' | 'month-prepared' | 'month-explained' | HandAct }
  | { code: 'hand-in-run'; act: 'prepared' | HandAct; reference: string }
  | { code: 'proposed-before' }
  | { code: 'proposal-changed' }
  | { code: 'nothing-to-apply'; because: string }
  | { code: 'not-all-yours' }
  | { code: 'effect-changed' }
  | { code: 'file-gone'; of: 'a bank' | 'a payroll' }
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
  | { code: 'field'; field: string; reason: string }
  | { code: 'code-needed' }
  | { code: 'link-gone'; because: 'unknown' | 'used' | 'expired' }
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
      return `This ${nounOf(rejection.what)} does not exist, or you do not have access to it.`
    case 'wrong-state':
      return `The ${nounOf(rejection.what)} is ${stateOf(rejection.status)} now. You can only do this while it is ${rejection.wanted}.`
    case 'four-eyes':
      if (rejection.because === 'proposed') return 'You proposed this, so someone else must confirm it.'
      if (rejection.because === 'month-prepared') return 'You prepared this month, so someone else must close it.'
      if (rejection.because === 'month-explained') return 'You explained a part of this month, so someone else must close it.'
      return `You ${handWords(rejection.because, 'this run')}, so someone else must approve it.`
    case 'hand-in-run':
      return `You ${handWords(rejection.act, `run ${rejection.reference}`)}, and this affects that run, so someone else must confirm it.`
    case 'proposed-before':
      return 'Someone has already proposed this. A second person has to confirm it.'
    case 'proposal-changed':
      return 'The proposal has changed since you opened it. Nothing was done. Look at it again, then decide.'
    case 'nothing-to-apply':
      return `This file would change nothing. ${rejection.because}`
    case 'not-all-yours':
      return 'This file has accounts or payments of companies you do not work for. Someone who works for every company has to upload it.'
    case 'effect-changed':
      return 'The file would no longer make the changes you saw. Nothing was done. Look at what it would change now, then decide.'
    case 'file-gone':
      if (rejection.of === 'a payroll') return 'The file is no longer on the server. Upload it again.'
      return 'The file is no longer in the archive. Withdraw this proposal, then upload the file again.'
    case 'no-match':
      return rejection.because
    case 'unsuited':
      return rejection.because
    case 'seal-changed':
      return 'The lines have changed since you looked at them. Nothing was approved. Open the run again and check its totals.'
    case 'version-behind':
      return 'This has changed since you opened it. Nothing was done. Compare what you saw with what it is now.'
    case 'imported-before':
      return `This file has already been imported as run ${rejection.reference}.`
    case 'repeated': {
      const sentences = repetitionSentences(rejection.repetition).join(' ')
      if (rejection.changes.length > 0)
        return `This has changed since you opened it: ${rejection.changes.join(' ')} Look again. ${sentences}`
      return `${sentences} Give the reason for paying them again.`
    }
    case 'sepa-only': {
      const some = rejection.payouts === 1 ? 'one payout is not a SEPA payment' : `${rejection.payouts} payouts are not SEPA payments`
      return `${rejection.bank} only takes euro payments to IBANs in SEPA countries, and ${some}. Pay them from a company whose bank takes them.`
    }
    case 'not-yet':
      return `It goes to the bank at ${rejection.at}. You can recall it until then.`
    case 'pay-date':
      return payDateSentence(rejection.problem, rejection.next)
    case 'rows':
      return `The file has ${rejection.problems.length === 1 ? 'one problem' : `${rejection.problems.length} problems`}. Nothing was saved.`
    case 'code-needed':
      return 'This run is above the company’s approval limit. Approve it in a browser, with a code of your authenticator app.'
    case 'field':
      return rejection.reason
    case 'link-gone':
      return LINK_WORDS[rejection.because]
    case 'key-reused':
      return 'This idempotency key was used for another request. Nothing was done.'
    case 'in-progress':
      return 'The same request is still running. Ask again in a moment.'
  }
}

const nounOf = (what: Extract<Rejection, { what: string }>['what']): string =>
  what === 'finding' ? 'bank exception' : what === 'api-key' ? 'API key' : what.replaceAll('-', ' ')

const LINK_WORDS = {
  unknown: 'This link is not valid. Check that you copied all of it, or ask an administrator for a new one.',
  used: 'This link was already used, or a newer one was made. If you did not use it yourself, tell an administrator at once.',
  expired: 'This link has expired. Ask an administrator for a new one.',
} as const

/** States whose own names are not words for a person. */
const STATES: Readonly<Record<string, string>> = {
  draft: 'a draft',
  held: 'on hold',
  prepared: 'not sent yet',
  'handing-over': 'being sent to the bank',
  'in-doubt': 'waiting for an answer whether the bank has it',
  'handed-over': 'sent to the bank',
}
const stateOf = (status: string): string => STATES[status] ?? status.replaceAll('-', ' ')

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
  'field',
  'code-needed',
  'link-gone',
  'key-reused',
  'in-progress',
])

/** Whether a command's work came to a rejection instead of a value. */
export const isRejection = (value: object): value is Rejection => 'code' in value && CODES.has(value.code)

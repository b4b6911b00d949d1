/** Errors as RFC 9457 problem+json, translated in this one place. */
import { type Rejection, sentenceOf } from '@/payroll/transaction/rejections'
import { type Failure, sentenceOfFailure } from '@/platform/failure'
import { COME_AGAIN_SECONDS } from './in-hand'

/** What is refused before the domain is asked, and what cannot be answered. The domain's own reasons are in rejections.ts. */
const OF_HTTP = {
  'idempotency-key': 400,
  'signed-out': 401,
  forbidden: 403,
  'foreign-origin': 403,
  'second-factor': 403,
  'not-certified': 409,
  'too-large': 413,
  'media-type': 415,
  input: 422,
  'if-match-required': 428,
  'sign-in-blocked': 429,
  'too-many-requests': 429,
  bug: 500,
  busy: 503,
  'disk-full': 503,
  'not-published': 503,
  'provider-away': 503,
  'store-error': 503,
  'too-stale': 503,
} as const

export type ProblemCode = Rejection['code'] | keyof typeof OF_HTTP
export type Problem = { status: number; code: ProblemCode; title: string; detail: string } & Record<string, unknown>

/** A response that says no, and by its type which. */
export type Refusal = Response & { readonly code: ProblemCode }

/** A problem+json response; `traceId` finds the request in the log. */
export function problem({ status, code, ...rest }: Problem, traceId: string, headers: HeadersInit = {}): Refusal {
  const response = Response.json(
    { type: `urn:payledger:problem:${code}`, status, ...rest, traceId },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers } },
  )
  return Object.assign(response, { code })
}

const STATUS: Readonly<Record<Rejection['code'], { status: number; title: string }>> = {
  'not-found': { status: 404, title: 'Not found' },
  'wrong-state': { status: 409, title: 'Not possible in this state' },
  'four-eyes': { status: 403, title: 'Someone else must do this' },
  'hand-in-run': { status: 403, title: 'Someone else must do this' },
  'proposed-before': { status: 409, title: 'Already proposed' },
  'proposal-changed': { status: 409, title: 'Changed since you looked' },
  'nothing-to-apply': { status: 409, title: 'Nothing to apply' },
  'not-all-yours': { status: 403, title: 'Not all your companies' },
  'effect-changed': { status: 409, title: 'The changes are different now' },
  'file-gone': { status: 409, title: 'The file is gone' },
  'no-match': { status: 409, title: 'Cannot be matched' },
  unsuited: { status: 409, title: 'Not possible' },
  'seal-changed': { status: 409, title: 'The lines have changed' },
  'version-behind': { status: 412, title: 'Changed since you looked' },
  'imported-before': { status: 409, title: 'Already imported' },
  repeated: { status: 409, title: 'Paid before' },
  'sepa-only': { status: 409, title: 'This bank cannot pay it' },
  'not-yet': { status: 409, title: 'Not yet' },
  'pay-date': { status: 409, title: 'Cannot be paid on this day' },
  rows: { status: 422, title: 'The file has problems' },
  field: { status: 422, title: 'Not possible' },
  'code-needed': { status: 403, title: 'Code needed' },
  'link-gone': { status: 410, title: 'This link does not work' },
  'key-reused': { status: 422, title: 'Idempotency key already used' },
  'in-progress': { status: 409, title: 'Still running' },
}

export const REJECTION_CODES = Object.keys(STATUS) as Rejection['code'][]

/** The status with which a code is answered. */
export const statusOf = (code: ProblemCode): number =>
  code in OF_HTTP ? OF_HTTP[code as keyof typeof OF_HTTP] : STATUS[code as Rejection['code']].status

/** What the domain said no to, as HTTP. */
export function problemOf(rejection: Rejection, traceId: string): Refusal {
  const { code } = rejection
  const base = { ...STATUS[code], code, detail: sentenceOf(rejection) }
  switch (rejection.code) {
    case 'version-behind':
      return problem({ ...base, current: rejection.current, changed: rejection.changed }, traceId)
    case 'rows':
      return problem({ ...base, errors: rejection.problems }, traceId)
    case 'field':
      return problem({ ...base, errors: [{ row: null, field: rejection.field, reason: rejection.reason }] }, traceId)
    case 'pay-date':
      return problem({ ...base, problem: rejection.problem, nextPayDate: rejection.next }, traceId)
    case 'imported-before':
      return problem({ ...base, reference: rejection.reference, runId: rejection.runId }, traceId)
    case 'repeated':
      return problem({ ...base, repetition: rejection.repetition, changes: rejection.changes }, traceId)
    case 'in-progress':
      return problem(base, traceId, { 'retry-after': '1' })
    default:
      return problem(base, traceId)
  }
}

/** More is asked than can be answered soon; nothing was read or done. */
export const busyProblem = (traceId: string): Refusal =>
  problem(
    {
      status: 503,
      code: 'busy',
      title: 'Busy',
      detail: 'Too much is being asked at the moment. Nothing was done. Try again in a few seconds.',
    },
    traceId,
    { 'retry-after': String(COME_AGAIN_SECONDS) },
  )

/** What was thrown, as HTTP: only what may succeed later is a 503. The caller has logged it under the trace id. */
export function failureProblem(failure: Failure, traceId: string): Refusal {
  const detail = sentenceOfFailure(failure)
  if (failure.kind === 'input') return problem({ status: 422, code: 'input', title: 'Not understood', detail }, traceId)
  if (failure.kind === 'bug') return problem({ status: 500, code: 'bug', title: 'This failed', detail }, traceId)
  if (failure.isDiskFull)
    return problem({ status: 503, code: 'disk-full', title: 'The disk is full', detail }, traceId, { 'retry-after': '60' })
  return problem({ status: 503, code: 'store-error', title: 'Not available right now', detail }, traceId, { 'retry-after': '2' })
}

/** What a route's work hands over, and how it is sent. */
import { z } from 'zod'
import { writeChangeToken } from '@/payroll/transaction/change-token'
import type { CommandResult } from '@/payroll/transaction/execute'
import { type Contract, type MediaType, type Promised, problemsOf } from './contract'
import { problemOf, type Refusal } from './problem'

/** A value that is sent as JSON with another status than 200, or with headers. */
export class Answer<T> {
  constructor(
    readonly value: T,
    readonly status: 200 | 201 = 200,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** What work comes to: what its contract promises, or a refusal. */
export type Outcome<R> = Refusal | (R extends MediaType ? Response : Promised<R> | Answer<Promised<R>>)

/** What a person reads, with the version that a change of it names (ETag). */
export const versioned = <T extends { version: number }>(value: T): Answer<T> => new Answer(value, 200, { etag: `"${value.version}"` })

/** A command's value or rejection. @param created where what was created is read; the status is 201 then. */
export function answerOf<T extends object>(
  { result, mark, replayed }: CommandResult<T>,
  { secret, traceId }: { secret: string; traceId: string },
  created?: (value: T) => string,
): Answer<T> | Refusal {
  const headers: Record<string, string> = replayed ? { 'idempotent-replayed': 'true' } : {}
  if (!result.ok) {
    const refusal = problemOf(result.rejection, traceId)
    for (const [name, value] of Object.entries(headers)) refusal.headers.set(name, value)
    return refusal
  }
  const { value } = result
  if ('version' in value) headers.etag = `"${value.version}"`
  if (mark) headers['x-change-token'] = writeChangeToken(mark, secret)
  if (created) headers.location = created(value)
  return new Answer(value, created ? 201 : 200, headers)
}

/** Sends it. Wherever the product is made, not where it runs, it is held against the contract before. @throws Error that says what was not promised. */
export function send(outcome: object, contract: Contract, method: string): Response {
  // Next makes this a constant. Nobody is refused a good answer for the form of it, nor waits until it is looked through.
  if (process.env.NODE_ENV !== 'production') hold(outcome, contract, method)
  if (outcome instanceof Response) return outcome
  const { value, status, headers } = outcome instanceof Answer ? outcome : new Answer(outcome)
  return Response.json(value, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

function hold(outcome: object, contract: Contract, method: string): void {
  const { response, events, statuses = [200] } = contract
  if (isRefusal(outcome)) {
    if (!problemsOf(contract, method).includes(outcome.code))
      throw new Error(`the route may not say no with ${outcome.code}: see its errors`)
    return
  }
  const status = outcome instanceof Response || outcome instanceof Answer ? outcome.status : 200
  if (!statuses.some((each) => each === status)) throw new Error(`the route may not answer with ${status}: see its statuses`)
  if (events && !(outcome instanceof Response && outcome.headers.get('content-type')?.startsWith('text/event-stream')))
    throw new Error('the route promises events and answers with something else')
  if (typeof response === 'string') return
  if (outcome instanceof Response) throw new Error('the route promises JSON and answers with a Response of its own')
  const sent: unknown = JSON.parse(JSON.stringify(outcome instanceof Answer ? outcome.value : outcome))
  const read = response.safeParse(sent)
  if (!read.success) throw new Error(`the answer is not what the route promises: ${z.prettifyError(read.error)}`)
}

const isRefusal = (outcome: object): outcome is Refusal => outcome instanceof Response && 'code' in outcome

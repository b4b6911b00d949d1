/**
 * What it means that work threw, decided here alone for routes, gateway and jobs. A *rejection* is a value and is never thrown; what is thrown is
 * *unavailable* (a store is lost, late or full: the same work may succeed later), *input* (a text no store can hold), or a *bug* (final: the same
 * work fails again, however often it is tried).
 */
export type Failure = { kind: 'unavailable'; isDiskFull: boolean } | { kind: 'input' } | { kind: 'bug' }

const UNAVAILABLE: Failure = { kind: 'unavailable', isDiskFull: false }
const DISK_FULL: Failure = { kind: 'unavailable', isDiskFull: true }
const INPUT: Failure = { kind: 'input' }
const BUG: Failure = { kind: 'bug' }

/** How deep an error is looked into for the one it was made of. */
const CAUSES_MAX = 5

/** Never throws, whatever was thrown. */
export function failureOf(error: unknown, depth = 0): Failure {
  if (typeof error !== 'object' || error === null || depth > CAUSES_MAX) return BUG
  const own = bySqlState(sqlStateOf(error), messageOf(error)) ?? byCode(error) ?? bySearch(error) ?? byMessage(messageOf(error))
  if (own) return own
  if (error instanceof AggregateError && error.errors.length > 0) return worstOf(error.errors.map((each) => failureOf(each, depth + 1)))
  return error instanceof Error && error.cause !== undefined ? failureOf(error.cause, depth + 1) : BUG
}

/** Two transactions stood in each other's way: the whole of this one, begun again at once, succeeds. */
export const isClash = (error: unknown): boolean => ['40001', '40P01'].includes(sqlStateOf(error) ?? '')

/** The SQLSTATE of a database error, wherever Prisma's adapter or the driver has put it. */
function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const meta = (error as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } }).meta
  const cause = (error as { cause?: { originalCode?: string } }).cause
  const code = meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? (error as { code?: unknown }).code
  return typeof code === 'string' && /^(?!E|P[12])[0-9A-Z]{5}$/.test(code) ? code : null
}

/** The sentence for a person; what each may do next is different. */
export function sentenceOfFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'unavailable':
      if (failure.isDiskFull) return 'The disk is full, so nothing was saved. An administrator has to make room. Then try again.'
      return 'The ledger did not answer. Nothing is known to be lost. Try again in a moment.'
    case 'input':
      return 'It contains a character that cannot be stored (an invisible control character, or half of one). Remove it and try again.'
    case 'bug':
      return 'PayLedger made a mistake. Nothing was saved, and trying again will not help. Give the number below to an administrator.'
  }
}

const worstOf = (failures: readonly Failure[]): Failure => failures.find(({ kind }) => kind !== 'unavailable') ?? failures[0] ?? BUG

function bySqlState(state: string | null, message: string): Failure | null {
  if (state === null) return null
  if (state === '53100') return DISK_FULL
  // NUL in a text, \u0000 in a JSON text, half a surrogate pair in a JSON text.
  if (state === '22021' || state === '22P05' || (state === '22P02' && /type json\b/.test(message))) return INPUT
  // Lost connection, no room (memory, connections), operator, time limits, a lock or a deadlock that outlasted its retries; and a server that does not
  // let us in or has not got the database: like one that is away, it serves the same request once somebody has put it right.
  return /^(?:08|53|57|28|3D|25P0[34]|55P03|40001|40P01|58)/.test(state) ? UNAVAILABLE : BUG
}

/** Prisma's codes of a store that is away or late (P1…: connection; P2024, P2028: no connection or no end in time), and the system's. */
const LOST =
  /^(?:P1001|P1002|P1008|P1017|P2024|P2028|ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EMFILE|ENFILE|EIO|ESTALE)$/

function byCode(error: object): Failure | null {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return null
  if (code === 'ENOSPC' || code === 'EDQUOT') return DISK_FULL
  return LOST.test(code) ? UNAVAILABLE : null
}

/** What Elasticsearch's client throws: by name when there was no answer, by status when there was. A 400 means that we asked wrongly. */
function bySearch(error: object): Failure | null {
  const { name, meta } = error as { name?: unknown; meta?: { statusCode?: unknown } }
  if (name === 'ConnectionError' || name === 'TimeoutError' || name === 'NoLivingConnectionsError') return UNAVAILABLE
  if (name !== 'ResponseError') return null
  return meta?.statusCode === 400 || meta?.statusCode === 413 ? BUG : UNAVAILABLE
}

/** The driver says so without any code when a connection is lost between two statements, or an answer has not come in time. */
const byMessage = (message: string): Failure | null =>
  /^(?:Client has encountered a connection error|Connection terminated|timeout exceeded when trying to connect|Query read timeout)/.test(
    message,
  )
    ? UNAVAILABLE
    : null

const messageOf = (error: object): string => (error instanceof Error ? error.message : '')

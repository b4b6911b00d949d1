/** The one business transaction: claim the key, work, store the answer under the key, commit. Nothing else in PayLedger opens one. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '@/events/envelope'
import { isClash } from '@/platform/failure'
import { inSpan } from '@/platform/tracing'
import type { Ledger, Transaction } from '@/prisma/connect'
import { isRejection, type Rejection } from './rejections'

/** Who asks for what, under which idempotency key. `requestHash` is the hash of the request's meaning, not of its spelling. */
export type CommandContext = {
  actor: Actor
  requestId: string
  now: Date
  /** The companies the caller works for; null means all. */
  companies: readonly string[] | null
  idempotency: { endpoint: string; key: string; requestHash: string } | null
}

/** Where in the journal's history the change stands: a search that waits for it waits for a watermark beyond `xid`. */
export type CommittedChange = { era: number; xid: string }

export type CommandResult<T> = {
  result: { ok: true; value: T } | { ok: false; rejection: Rejection }
  mark: CommittedChange | null
  replayed: boolean
}

const ORDINARY_MS = 5_000
/** A run of 100,000 lines is one transaction. Approving one took more than a minute on two cores that all workers were busy on; screens wait for two. */
export const RUN_TRANSITION_MS = 120_000
/** The database ends a transaction at its limit and says so. If it says nothing for this much longer, it is frozen, and nobody knows what became of it. */
const UNANSWERED_MS = 20_000
const ATTEMPTS_MAX = 6

/**
 * Runs `work` in one READ COMMITTED transaction. Its value or rejection is stored under the idempotency key and given again for the same request.
 * Deadlocks and serialization failures are retried as a whole; any other store error is thrown.
 * @throws StoreError of the driver; ETIMEDOUT if the database is frozen: the work may have been done, and its key says so when it answers again.
 */
export function execute<T extends object>(
  ledger: Ledger,
  call: CommandContext,
  work: (tx: Transaction) => Promise<T | Rejection>,
  limitMs = ORDINARY_MS,
): Promise<CommandResult<T>> {
  return inSpan({ name: 'command', kind: 'internal' }, () => executePatiently(ledger, call, work, limitMs), outcomeOf)
}

const outcomeOf = ({ result, replayed }: CommandResult<object>) => ({
  'payledger.outcome': replayed ? 'replayed' : result.ok ? 'done' : result.rejection.code,
})

async function executePatiently<T extends object>(
  ledger: Ledger,
  call: CommandContext,
  work: (tx: Transaction) => Promise<T | Rejection>,
  limitMs: number,
): Promise<CommandResult<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const done = ledger.$transaction((tx) => runOnce(tx, call, work, limitMs), {
        timeout: limitMs + 1_000,
        maxWait: 10_000,
        isolationLevel: 'ReadCommitted',
      })
      return await within(limitMs + UNANSWERED_MS, done)
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isClash(error)) throw error
      await pause(attempt * 20 + Math.random() * 50)
    }
  }
}

/** The promise's own end, or ETIMEDOUT. What goes on behind that harms nobody: it is one transaction, and its answer is stored under its key. */
async function within<T>(ms: number, done: Promise<T>): Promise<T> {
  const late = new AbortController()
  const unanswered = pause(ms, undefined, { signal: late.signal, ref: false }).then(() => {
    throw Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' })
  })
  try {
    return await Promise.race([done, unanswered])
  } finally {
    late.abort()
    unanswered.catch(() => undefined)
    done.catch(() => undefined)
  }
}

async function runOnce<T extends object>(
  tx: Transaction,
  call: CommandContext,
  work: (tx: Transaction) => Promise<T | Rejection>,
  limitMs: number,
): Promise<CommandResult<T>> {
  await tx.$queryRaw`SELECT set_config('transaction_timeout', ${`${limitMs}ms`}, true)`
  const stored = call.idempotency ? await acquireKey<T>(tx, call) : null
  if (stored) return stored
  const outcome = await work(tx)
  const result: CommandResult<T>['result'] = isRejection(outcome) ? { ok: false, rejection: outcome } : { ok: true, value: outcome }
  const mark = result.ok ? await committedChange(tx) : null
  if (call.idempotency && !isInputError(result)) await store(tx, call, { result, mark })
  return { result, mark, replayed: false }
}

/** Refusals by validation, and for want of a reason, are not remembered: the same key may carry the corrected request. */
const isInputError = (result: CommandResult<object>['result']): boolean =>
  !result.ok &&
  (result.rejection.code === 'rows' ||
    result.rejection.code === 'field' ||
    result.rejection.code === 'code-needed' ||
    result.rejection.code === 'repeated')

/** Takes the key for this transaction, or answers in its place: stored before, used for something else, or being worked on. */
async function acquireKey<T>(tx: Transaction, call: CommandContext): Promise<CommandResult<T> | null> {
  const { endpoint, key, requestHash } = call.idempotency as NonNullable<CommandContext['idempotency']>
  const refuse = (code: 'in-progress' | 'key-reused'): CommandResult<T> => ({
    result: { ok: false, rejection: { code } },
    mark: null,
    replayed: false,
  })
  const lockName = JSON.stringify([call.actor.id, endpoint, key])
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended(${lockName}, 0)) AS mine`
  if (!lock?.mine) return refuse('in-progress')
  const [row] = await tx.$queryRaw<
    { request_hash: string; answer: { result: CommandResult<T>['result']; mark: CommittedChange | null } }[]
  >`
    SELECT request_hash, answer FROM idempotency_key WHERE caller = ${call.actor.id} AND endpoint = ${endpoint} AND key = ${key}`
  if (!row) return null
  return row.request_hash === requestHash ? { ...row.answer, replayed: true } : refuse('key-reused')
}

async function store(tx: Transaction, call: CommandContext, answer: object): Promise<void> {
  const { endpoint, key, requestHash } = call.idempotency as NonNullable<CommandContext['idempotency']>
  await tx.$executeRaw`
    INSERT INTO idempotency_key (caller, endpoint, key, request_hash, answer)
    VALUES (${call.actor.id}, ${endpoint}, ${key}, ${requestHash}, ${JSON.stringify(answer)}::jsonb)`
}

async function committedChange(tx: Transaction): Promise<CommittedChange | null> {
  const [row] = await tx.$queryRaw<{ era: number; xid: string | null }[]>`
    SELECT era, pg_current_xact_id_if_assigned()::text AS xid FROM relay_leader`
  return row?.xid ? { era: row.era, xid: row.xid } : null
}

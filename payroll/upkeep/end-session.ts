/** A person ends the session of Postgres that holds the relay back. The wish is committed before anything is ended. */
import { randomUUID } from 'node:crypto'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

/** Which transaction of which session is meant: a process id alone is used again. Times in UTC with microseconds. */
export type MeantSession = { pid: number; xid: string; backendStart: string; xactStart: string }

/** Whose session it was. */
export type FoundSession = {
  database: string
  user: string
  application: string
  client: string | null
  state: string | null
  ageSeconds: number
}
export type EndedSession = { id: string; pid: number; found: FoundSession }

type Outcome = 'ended' | keyof typeof WHY_NOT
type Decided = { id: string; pid: number; outcome: Outcome; found: FoundSession | null }

const WHY_NOT = {
  gone: 'That transaction has ended already. Nothing was ended now.',
  'not-holder': 'Another transaction holds the relay back now. Nothing was ended. Look again.',
  'too-young': 'That transaction is younger than 10 seconds. Nothing was ended. Let it end by itself.',
  'other-database':
    'That session works in another database of this server. Nothing was ended. Whoever looks after that database must end it.',
  'our-own': 'That session is the relay’s own or one of the server’s. Nothing was ended. Restart the relay instead.',
  'not-permitted':
    'PayLedger may not end that session: it is a superuser’s, or the right to end sessions was not granted. Whoever looks after Postgres must end it.',
  'still-there': 'Postgres was told to end that session, and it has not ended within 3 seconds. Look again.',
  expired: 'This was asked for more than a minute ago. Nothing was ended. Ask again.',
} as const

/**
 * Ends it, if it is in our database and its transaction is the oldest of all at that moment. Both the wish and what came of it are journalled, with who and why.
 * Rejection: `unsuited`, with the reason why nothing was ended.
 */
export async function endSession(
  ledger: Ledger,
  call: CommandContext,
  meant: MeantSession,
  reason: string,
): Promise<CommandResult<EndedSession>> {
  const asked = await execute<{ id: string }>(ledger, call, (tx) => note(tx, call, meant, reason))
  const { result, replayed } = asked
  if (!result.ok) return { ...asked, result }
  const { id } = result.value
  const ended = await execute<EndedSession>(ledger, { ...call, idempotency: null }, async (tx) => {
    const [before] = await tx.$queryRaw<{ isNew: boolean }[]>`SELECT outcome IS NULL AS "isNew" FROM session_end WHERE id = ${id}::uuid`
    const [decided] = await tx.$queryRaw<
      Decided[]
    >`SELECT ended.id, ended.pid, ended.outcome, ended.found FROM end_session(${id}::uuid) ended`
    if (!decided) throw new Error('end_session answers with a row')
    const { pid, outcome, found } = decided
    const act = outcome === 'ended' ? 'audit.session-ended' : 'audit.session-not-ended'
    if (before?.isNew)
      await appendAudit(tx, { act, about: { type: 'session', id }, detail: { pid, outcome, ...found } }, factOf(call, reason))
    return outcome === 'ended' && found !== null
      ? { id, pid, found }
      : { code: 'unsuited', because: WHY_NOT[outcome as keyof typeof WHY_NOT] }
  })
  return { ...ended, replayed }
}

async function note(tx: Transaction, call: CommandContext, meant: MeantSession, reason: string): Promise<{ id: string }> {
  const { pid, xid, backendStart, xactStart } = meant
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO session_end (id, pid, xid, backend_start, xact_start, reason, asked_by)
    VALUES (${id}::uuid, ${pid}, ${xid}, ${backendStart}::timestamptz, ${xactStart}::timestamptz, ${reason}, ${call.actor.id})`
  await appendAudit(tx, { act: 'audit.session-end-asked', about: { type: 'session', id }, detail: { ...meant } }, factOf(call, reason))
  return { id }
}

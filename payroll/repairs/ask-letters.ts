/** A person asks that dead letters are read again, or that they are given up, which takes a second person: the copy then lacks them for good. */
import { randomUUID } from 'node:crypto'
import { type Letter, type LetterScope, letterId } from '@/events/dead-letter'
import { LETTERS_MAX, type RepairState } from '@/operations/repairs/repair'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import type { AskedRepair } from './ask-repair'

type Kind = 'redrive-dead-letters' | 'discard-dead-letters'
const ACTS = { 'redrive-dead-letters': 'audit.repair-asked', 'discard-dead-letters': 'audit.letters-discard-proposed' } as const

/** Has letters read again. `count` is how many the person was shown. Rejections: `unsuited` where none is open, or another is under way. */
export function askRedrive(
  ledger: Ledger,
  call: CommandContext,
  scope: LetterScope,
  count: number,
  reason: string,
): Promise<CommandResult<AskedRepair>> {
  return execute<AskedRepair>(ledger, call, (tx) => ask(tx, call, { kind: 'redrive-dead-letters', scope, count, reason }))
}

/**
 * Asks that exactly these letters are given up. Whoever else may confirm it is asked by the page.
 * Rejections: `unsuited` where there are none, too many, or another waits.
 */
export function askDiscard(
  ledger: Ledger,
  call: CommandContext,
  letters: readonly Letter[],
  common: Pick<LetterScope, 'cause' | 'schema'>,
  reason: string,
): Promise<CommandResult<AskedRepair>> {
  return execute<AskedRepair>(ledger, call, async (tx) => {
    const [first] = letters
    if (!first) return { code: 'unsuited', because: 'No dead letter that is meant is open any more.' }
    if (letters.length > LETTERS_MAX) return { code: 'unsuited', because: `At most ${LETTERS_MAX} letters can be given up at once.` }
    const named = letters.map(({ partition, offset }): [number, string] => [partition, offset])
    const scope: LetterScope = { copy: first.copy, era: first.era, letters: named, ...common }
    return ask(tx, call, { kind: 'discard-dead-letters', scope, count: named.length, reason })
  })
}

async function ask(
  tx: Transaction,
  call: CommandContext,
  { kind, scope, count, reason }: { kind: Kind; scope: LetterScope; count: number; reason: string },
): Promise<AskedRepair | Rejection> {
  if (count === 0) return { code: 'unsuited', because: 'No dead letter that is meant is open any more.' }
  // Two who ask at once: the second waits here, and finds the first.
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`repair ${kind} ${scope.copy}`}, 0))) AS taken`
  const [open] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM repair WHERE kind = ${kind} AND scope ->> 'copy' = ${scope.copy} AND ended_at IS NULL`
  if (open) return { code: 'unsuited', because: 'One is under way already. Wait until it has ended, or cancel it.' }
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO repair (id, kind, state, reason, asked_by, asked_at, scope)
    VALUES (${id}::uuid, ${kind}, 'asked', ${reason}, ${call.actor.id}, ${call.now}, ${JSON.stringify({ ...scope, count })}::jsonb)`
  await appendAudit(
    tx,
    { act: ACTS[kind], about: { type: 'repair', id }, detail: { kind, ...namedIn(scope), count } },
    factOf(call, reason),
  )
  return { id, state: 'asked', version: 1 }
}

/** The second person confirms it. Rejections: `not-found`, `wrong-state`, `four-eyes`. */
export function confirmDiscard(ledger: Ledger, call: CommandContext, id: string): Promise<CommandResult<AskedRepair>> {
  return execute<AskedRepair>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<
      { kind: string; state: RepairState; version: number; askedBy: string; confirmedBy: string | null; count: number }[]
    >`
      SELECT kind, state, version, asked_by AS "askedBy", confirmed_by AS "confirmedBy", (scope ->> 'count')::int AS count
      FROM repair WHERE id = ${id}::uuid FOR UPDATE`
    if (found?.kind !== 'discard-dead-letters') return { code: 'not-found', what: 'repair' }
    if (found.state !== 'asked' || found.confirmedBy !== null)
      return { code: 'wrong-state', what: 'repair', status: found.confirmedBy === null ? found.state : 'confirmed', wanted: 'asked' }
    if (found.askedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
    const version = found.version + 1
    await tx.$executeRaw`
      UPDATE repair SET confirmed_by = ${call.actor.id}, confirmed_at = ${call.now}, version = ${version} WHERE id = ${id}::uuid`
    await appendAudit(
      tx,
      { act: 'audit.letters-discarded', about: { type: 'repair', id }, detail: { kind: found.kind, count: found.count } },
      factOf(call, null),
    )
    return { id, state: 'asked', version }
  })
}

const NAMED_MAX = 100

/** For the history: the first hundred by name. */
function namedIn({ copy, era, letters, cause, schema }: LetterScope): Record<string, unknown> {
  const named = letters?.slice(0, NAMED_MAX).map(([partition, offset]) => letterId({ copy, era, partition, offset }))
  return { copy, era, cause, schema, ...(named && { letters: named }) }
}

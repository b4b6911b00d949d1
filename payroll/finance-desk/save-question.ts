/** People of finance save what they ask under a name, and look after it: rename, share, remove, restore, take over, pin. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { PINS_MAX, QUESTIONS_MAX, type QuestionPage } from './questions'

export type QuestionSaved = { id: string; version: number }
export type NewQuestion = { name: string; page: QuestionPage; asks: string; shared: boolean }
type Seen = { id: string; version: number }

/** Saves one. Rejections: `field` of its name when they have one called so, `unsuited` when they have as many as one may. */
export function saveQuestion(
  ledger: Ledger,
  call: CommandContext,
  { name, page, asks, shared }: NewQuestion,
): Promise<CommandResult<QuestionSaved>> {
  return execute<QuestionSaved>(ledger, call, async (tx) => {
    const owner = call.actor.id
    const refusal = await refusalOf(tx, owner, name, null)
    if (refusal) return refusal
    const [saved] = await tx.$queryRaw<QuestionSaved[]>`
      INSERT INTO saved_question (owner, name, page, asks, is_shared, saved_at) VALUES (${owner}, ${name}, ${page}, ${asks}, ${shared}, ${call.now})
      RETURNING id, version`
    return saved as QuestionSaved
  })
}

/** Renames it, shares it or keeps it to oneself again. Rejections: `not-found` also of what is another's, `version-behind`, `field`. */
export function changeQuestion(
  ledger: Ledger,
  call: CommandContext,
  seen: Seen,
  { name, shared }: { name: string; shared: boolean },
): Promise<CommandResult<QuestionSaved>> {
  return execute<QuestionSaved>(ledger, call, async (tx) => {
    const held = await hold(tx, call, seen)
    if ('code' in held) return held
    if (held.owner !== call.actor.id) return NOT_FOUND
    const refusal = await refusalOf(tx, call.actor.id, name, seen.id)
    if (refusal) return refusal
    await tx.$executeRaw`UPDATE saved_question SET name = ${name}, is_shared = ${shared}, version = version + 1 WHERE id = ${seen.id}::uuid`
    return { id: seen.id, version: seen.version + 1 }
  })
}

/** Removes it; for a day it can be restored. Rejections: `not-found`, `version-behind`. */
export function removeQuestion(
  ledger: Ledger,
  call: CommandContext,
  seen: Seen,
  mayTakeOver: boolean,
): Promise<CommandResult<QuestionSaved>> {
  return execute<QuestionSaved>(ledger, call, async (tx) => {
    const held = await hold(tx, call, seen)
    if ('code' in held) return held
    const isMine = held.owner === call.actor.id
    if (!isMine && !(mayTakeOver && held.orphaned)) return NOT_FOUND
    await tx.$executeRaw`UPDATE saved_question SET removed_at = ${call.now}, version = version + 1 WHERE id = ${seen.id}::uuid`
    if (!isMine) await told(tx, call, 'audit.question-removed', seen.id, held)
    return { id: seen.id, version: seen.version + 1 }
  })
}

/** Has a removed one back. Rejections: `not-found`, `version-behind`, `field` when another is called so meanwhile. */
export function restoreQuestion(
  ledger: Ledger,
  call: CommandContext,
  seen: Seen,
  mayTakeOver: boolean,
): Promise<CommandResult<QuestionSaved>> {
  return execute<QuestionSaved>(ledger, call, async (tx) => {
    const held = await hold(tx, call, seen, true)
    if ('code' in held) return held
    if (held.owner !== call.actor.id && !(mayTakeOver && held.orphaned)) return NOT_FOUND
    const refusal = await refusalOf(tx, held.owner, held.name, null)
    if (refusal) return refusal
    await tx.$executeRaw`UPDATE saved_question SET removed_at = NULL, version = version + 1 WHERE id = ${seen.id}::uuid`
    return { id: seen.id, version: seen.version + 1 }
  })
}

/** Makes a shared one of somebody who was deactivated one's own. Rejections: `not-found`, `version-behind`, `field`, `unsuited`. */
export function takeOverQuestion(ledger: Ledger, call: CommandContext, seen: Seen): Promise<CommandResult<QuestionSaved>> {
  return execute<QuestionSaved>(ledger, call, async (tx) => {
    const held = await hold(tx, call, seen)
    if ('code' in held) return held
    if (!held.orphaned) return { code: 'unsuited', because: 'Only a shared question of someone who was deactivated can be taken over.' }
    const refusal = await refusalOf(tx, call.actor.id, held.name, null)
    if (refusal) return refusal
    await tx.$executeRaw`UPDATE saved_question SET owner = ${call.actor.id}, version = version + 1 WHERE id = ${seen.id}::uuid`
    await told(tx, call, 'audit.question-taken-over', seen.id, held)
    return { id: seen.id, version: seen.version + 1 }
  })
}

/** Puts it on one's own overview, or takes it off. Rejections: `not-found`, `unsuited` when there are as many as there may be. */
export function pinQuestion(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  pinned: boolean,
): Promise<CommandResult<{ id: string; pinned: boolean }>> {
  return execute<{ id: string; pinned: boolean }>(ledger, call, async (tx) => {
    const userId = call.actor.id
    await lockOf(tx, userId)
    const [found] = await tx.$queryRaw<{ page: string }[]>`
      SELECT page FROM saved_question WHERE id = ${id}::uuid AND removed_at IS NULL AND (owner = ${userId} OR is_shared)`
    if (!found) return NOT_FOUND
    if (!pinned) await tx.$executeRaw`DELETE FROM question_pin WHERE user_id = ${userId} AND question_id = ${id}::uuid`
    else {
      if (found.page === 'sql')
        return { code: 'unsuited', because: 'An answer in SQL is no single figure, so it cannot stand on the overview.' }
      const [counted] = await tx.$queryRaw<{ pins: number }[]>`
        SELECT count(*)::int AS pins FROM question_pin JOIN saved_question question ON question.id = question_pin.question_id
        WHERE question_pin.user_id = ${userId} AND question_pin.question_id <> ${id}::uuid AND question.removed_at IS NULL
          AND (question.owner = ${userId} OR question.is_shared)`
      if ((counted?.pins ?? 0) >= PINS_MAX)
        return { code: 'unsuited', because: `There are ${PINS_MAX} on your overview already. Take one off first.` }
      await tx.$executeRaw`
        INSERT INTO question_pin (user_id, question_id, pinned_at) VALUES (${userId}, ${id}::uuid, ${call.now}) ON CONFLICT DO NOTHING`
    }
    return { id, pinned }
  })
}

const NOT_FOUND: Rejection = { code: 'not-found', what: 'question' }

type Held = { owner: string; name: string; version: number; orphaned: boolean }

/** Locks it as it was seen; `removed` ones only where one is to be had back. */
async function hold(tx: Transaction, call: CommandContext, { id, version: seen }: Seen, removed = false): Promise<Held | Rejection> {
  const [found] = await tx.$queryRaw<Held[]>`
    SELECT question.owner, question.name, question.version,
      question.is_shared AND EXISTS (SELECT FROM app_user person WHERE person.id = question.owner AND person.deactivated_at IS NOT NULL) AS orphaned
    FROM saved_question question
    WHERE question.id = ${id}::uuid AND (question.removed_at IS NOT NULL) = ${removed} AND (question.owner = ${call.actor.id} OR question.is_shared)
    FOR UPDATE OF question`
  if (!found) return NOT_FOUND
  if (found.version === seen) return found
  return {
    code: 'version-behind',
    current: { name: found.name, version: found.version },
    changed: [{ field: 'version', seen, now: found.version }],
  }
}

/** Whoever saves twice at once has one after the other, so that both are counted. */
const lockOf = (tx: Transaction, userId: string) =>
  tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`questions ${userId}`}, 0))) AS taken`

/** Why somebody may not have one more of this name; `id` is the one that is renamed. */
async function refusalOf(tx: Transaction, owner: string, name: string, id: string | null): Promise<Rejection | null> {
  await lockOf(tx, owner)
  const [counted] = await tx.$queryRaw<{ questions: number; named: number }[]>`
    SELECT count(*)::int AS questions, (count(*) FILTER (WHERE lower(name) = lower(${name})))::int AS named
    FROM saved_question WHERE owner = ${owner} AND removed_at IS NULL AND id IS DISTINCT FROM ${id}::uuid`
  if ((counted?.named ?? 0) > 0)
    return { code: 'field', field: 'name', reason: `There is a question called “${name}” already. Give this one another name.` }
  if (id === null && (counted?.questions ?? 0) >= QUESTIONS_MAX)
    return { code: 'unsuited', because: `One can have ${QUESTIONS_MAX} saved questions. Remove some first.` }
  return null
}

const told = (tx: Transaction, call: CommandContext, act: `audit.${string}`, id: string, { owner, name }: Held) =>
  appendAudit(tx, { act, about: { type: 'saved-question', id }, detail: { owner, name } }, factOf(call, null))

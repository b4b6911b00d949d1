/** A person says why two stores differ, and that this is as it should be. */
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type Explained = { id: string; state: 'open' | 'explained'; version: number }

type Found = {
  state: string
  version: number
  store: string
  kind: string
  subject: string
  cause: string
  hash: string
  proposedBy: string | null
}

/**
 * Explains a mismatch that is open; the journal keeps by whom, why, and what it was. What differs in the ledger itself takes two: the first proposes, and it
 * stays open until another agrees. The explanation holds for what was found and nothing else: where the same payout differs otherwise later, another mismatch
 * is open. Rejections: `not-found`, `wrong-state`, `version-behind`, `four-eyes`.
 */
export function explainMismatch(
  ledger: Ledger,
  call: CommandContext,
  { id, version: seen }: { id: string; version: number },
  reason: string,
): Promise<CommandResult<Explained>> {
  return execute<Explained>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<Found[]>`
      SELECT state, version, store, kind, subject, cause, fields_hash AS hash, proposed_by AS "proposedBy" FROM mismatch WHERE id = ${id}::uuid FOR UPDATE`
    if (!found) return { code: 'not-found', what: 'mismatch' }
    if (found.version !== seen) {
      const changed = [{ field: 'version', seen, now: found.version }]
      return { code: 'version-behind', current: { state: found.state, version: found.version }, changed }
    }
    if (found.state !== 'open') return { code: 'wrong-state', what: 'mismatch', status: found.state, wanted: 'open' }
    if (found.proposedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
    const isFirst = found.store === 'ledger' && found.proposedBy === null
    const version = found.version + 1
    await (isFirst
      ? tx.$executeRaw`UPDATE mismatch SET proposed_by = ${call.actor.id}, proposal = ${reason}, version = ${version} WHERE id = ${id}::uuid`
      : tx.$executeRaw`
          UPDATE mismatch SET state = 'explained', state_since = ${call.now}, explained_by = ${call.actor.id}, explanation = ${reason}, version = ${version}
          WHERE id = ${id}::uuid`)
    const { store, kind, subject, cause, hash } = found
    const act = isFirst ? 'audit.mismatch-explanation-proposed' : 'audit.mismatch-explained'
    await appendAudit(tx, { act, about: { type: 'mismatch', id }, detail: { store, kind, subject, cause, hash } }, factOf(call, reason))
    return { id, state: isFirst ? 'open' : 'explained', version }
  })
}

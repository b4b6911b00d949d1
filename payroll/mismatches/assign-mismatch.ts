/** Who looks after a difference. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type Assigned = { id: string; owner: string | null; version: number }

/**
 * Takes it, hands it to somebody of one of `roles`, or puts it back (null). Rejections: `not-found`, also of the person; `version-behind`; `wrong-state` once
 * it is repaired.
 */
export function assignMismatch(
  ledger: Ledger,
  call: CommandContext,
  { id, version: seen, owner }: { id: string; version: number; owner: string | null },
  roles: readonly string[],
): Promise<CommandResult<Assigned>> {
  return execute<Assigned>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<{ state: string; version: number; owner: string | null }[]>`
      SELECT state, version, owner FROM mismatch WHERE id = ${id}::uuid FOR UPDATE`
    if (!found) return { code: 'not-found', what: 'mismatch' }
    if (found.version !== seen) {
      const changed = [{ field: 'version', seen, now: found.version }]
      return { code: 'version-behind', current: { state: found.state, version: found.version }, changed }
    }
    if (found.state === 'repaired') return { code: 'wrong-state', what: 'mismatch', status: found.state, wanted: 'open or explained' }
    if (owner !== null && !(await mayOwn(tx, owner, roles))) return { code: 'not-found', what: 'person' }
    if (owner === found.owner) return { id, owner, version: seen }
    const version = found.version + 1
    await tx.$executeRaw`UPDATE mismatch SET owner = ${owner}, version = ${version} WHERE id = ${id}::uuid`
    const detail = { before: found.owner, owner }
    await appendAudit(tx, { act: 'audit.mismatch-assigned', about: { type: 'mismatch', id }, detail }, factOf(call, null))
    return { id, owner, version }
  })
}

/** A person who is still here and whose role acts on the stores. */
async function mayOwn(tx: Transaction, userId: string, roles: readonly string[]): Promise<boolean> {
  const found = await tx.$queryRaw<object[]>`
    SELECT app_user.id FROM app_user
    WHERE app_user.id = ${userId} AND app_user.deactivated_at IS NULL AND app_user.kind = 'person' AND app_user.roles && ${[...roles]}::text[]`
  return found.length > 0
}

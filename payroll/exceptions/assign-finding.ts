/** Takes a finding, hands it over, or puts it back for anyone. */
import type { Ledger } from '@/prisma/connect'
import type { CommandContext, CommandResult } from '../transaction/execute'
import { changeFinding, type FindingChanged } from './change-finding'
import { mayOwn } from './finding-owners'

/** `owner` null puts it back. Another person must be one who may see it. */
export function assignFinding(
  ledger: Ledger,
  call: CommandContext,
  findingId: string,
  seenVersion: number,
  owner: string | null,
  roles: readonly string[],
): Promise<CommandResult<FindingChanged>> {
  return changeFinding(ledger, call, {
    findingId,
    seenVersion,
    command: { type: 'assign', by: call.actor.id },
    reason: null,
    work: async (tx, finding, change) => {
      if (owner !== null && owner !== call.actor.id && !(await mayOwn(tx, finding.id, owner, roles)))
        return { code: 'not-found', what: 'person' }
      await tx.$executeRaw`UPDATE bank_finding SET owner = ${owner}, version = ${change.version} WHERE id = ${finding.id}::uuid`
      return null
    },
  })
}

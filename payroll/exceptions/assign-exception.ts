/** Takes a finding, hands it over, or puts it back for anyone. */
import type { Ledger } from '@/prisma/connect'
import type { CommandContext, CommandResult } from '../transaction/execute'
import { changeException, type ExceptionChanged } from './change-exception'
import { mayOwn } from './exception-owners'

/** `owner` null puts it back. Another person must be one who may see it. */
export function assignException(
  ledger: Ledger,
  call: CommandContext,
  findingId: string,
  seenVersion: number,
  owner: string | null,
  roles: readonly string[],
): Promise<CommandResult<ExceptionChanged>> {
  return changeException(ledger, call, {
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

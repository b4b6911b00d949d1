/** Makes a person for whoever works on the machine itself: the database does not ask them for a second administrator, and the journal says that it was so. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import type { CommandContext } from '../transaction/execute'
import { oneAtATime } from './change-set-up'
import { makeLink } from './sign-in-links'

type NewUser = { email: string; name: string; roles: readonly string[] }

/** @returns the person and the link by which they choose a password; null when the address is taken. @throws when a role is none. */
export async function linkForNewUser(
  ledger: Ledger,
  call: CommandContext,
  { email, name, roles }: NewUser,
): Promise<{ userId: string; linkId: string } | null> {
  return ledger.$transaction(async (tx) => {
    await oneAtATime(tx)
    await tx.$queryRaw`SELECT set_config('payledger.local_command', 'user create', true)`
    const userId = randomUUID()
    const made = await tx.$executeRaw`
      INSERT INTO app_user (id, name, email, email_verified, roles) VALUES (${userId}, ${name}, ${email}, true, ${[...roles]}::text[])
      ON CONFLICT (email) DO NOTHING`
    if (made === 0) return null
    const linkId = await makeLink(tx, { purpose: 'invitation', userId, madeBy: null, now: call.now })
    await appendAudit(
      tx,
      { act: 'audit.person-made-on-machine', about: { type: 'person', id: userId }, detail: { roles } },
      factOf(call, null),
    )
    return { userId, linkId }
  })
}

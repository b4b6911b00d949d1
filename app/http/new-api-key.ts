/** What a key is asked for with, whosever it is, and its making. */
import { z } from 'zod'
import { newSecret, tokenOf } from '@/access/api-key'
import { may, PERMISSIONS, type Roles } from '@/access/permissions'
import { makeApiKey } from '@/payroll/set-up/api-keys'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import type { server } from './server'

const DAY_MS = 86_400_000

export const newApiKey = z.object({
  name: z.string({ error: 'Enter a name.' }).trim().min(1, 'Enter a name.').max(100, 'At most 100 characters.'),
  permissions: z.array(z.enum(PERMISSIONS)).min(1, 'Choose at least one permission.'),
  companies: z.array(z.uuid()).max(1_000).default([]),
  days: z.int('Enter whole days.').min(1, 'At least one day.').max(365, 'At most a year.'),
})

/** Of a key that is made; `token` is null when the same request is asked a second time. */
export const madeApiKey = z.strictObject({ id: z.string(), token: z.string().nullable() })

type Owner = Roles & { userId: string }

/** @param beyond what to say of a permission that its owner does not have. */
export async function keyFor(
  ledger: ReturnType<typeof server>['ledger'],
  call: CommandContext,
  owner: Owner,
  { days, ...asked }: z.output<typeof newApiKey>,
  beyond: (permission: string) => string,
): Promise<CommandResult<z.output<typeof madeApiKey>>> {
  const more = asked.permissions.find((permission) => !may(owner, permission))
  if (more) {
    const rejection = { code: 'field', field: 'permissions', reason: beyond(more) } as const
    return { result: { ok: false, rejection }, mark: null, replayed: false }
  }
  const { secret, hash } = newSecret()
  const expiresAt = new Date(call.now.getTime() + days * DAY_MS)
  const made = await makeApiKey(ledger, call, { ...asked, userId: owner.userId, secretHash: hash, expiresAt })
  if (!made.result.ok) return { ...made, result: made.result }
  const { id } = made.result.value
  return { ...made, result: { ok: true, value: { id, token: made.replayed ? null : tokenOf(id, secret) } } }
}

/** Sets up a bank's profile: what its files look like, and when it is given them. Changing one that was paid through takes two (change-set-up.ts). */
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { PROFILE_COLUMNS, profileRow } from './bank-profile-values'
import type { BankProfileValues } from './change'
import { oneAtATime } from './change-set-up'

/** Rejections: `field` when the name is taken. */
export function addBankProfile(ledger: Ledger, call: CommandContext, profile: BankProfileValues): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    await oneAtATime(tx)
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO bank_profile (${PROFILE_COLUMNS}) VALUES (${profileRow(profile)}) ON CONFLICT (name) DO NOTHING RETURNING id`
    if (!made) return { code: 'field', field: 'name', reason: 'Another bank profile has this name.' }
    await appendAudit(
      tx,
      { act: 'audit.bank-profile-added', about: { type: 'bank-profile', id: made.id }, detail: { ...profile } },
      factOf(call, null),
    )
    return made
  })
}

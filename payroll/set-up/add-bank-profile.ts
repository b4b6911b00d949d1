/** Sets up a bank's profile: what its files look like, and when it is given them. Changing one that was paid through takes two (change-set-up.ts). */
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { BankProfileValues } from './change'
import { oneAtATime } from './change-set-up'

/** Rejections: `field` when the name is taken. */
export function addBankProfile(ledger: Ledger, call: CommandContext, profile: BankProfileValues): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    await oneAtATime(tx)
    const {
      name,
      cutOff,
      timeZone,
      releaseAfterSeconds,
      releaseOpens,
      closedDays,
      version,
      umlauts,
      addresses,
      salary,
      batchBooking,
      nonSepa,
    } = profile
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO bank_profile (name, cut_off, time_zone, release_after_seconds, release_opens, release_days_before, closed_days, pain_version, umlauts, addresses,
        category_purpose, batch_booking, non_sepa)
      VALUES (${name}, ${cutOff}::time, ${timeZone}, ${releaseAfterSeconds}, ${releaseOpens?.time ?? null}::time, ${releaseOpens?.daysBefore ?? null}::int,
        ${[...closedDays].sort()}::date[], ${version}, ${umlauts}, ${addresses}, ${salary ? 'SALA' : null}, ${batchBooking}, ${nonSepa})
      ON CONFLICT (name) DO NOTHING RETURNING id`
    if (!made) return { code: 'field', field: 'name', reason: 'Another bank profile has this name.' }
    await appendAudit(
      tx,
      { act: 'audit.bank-profile-added', about: { type: 'bank-profile', id: made.id }, detail: { ...profile } },
      factOf(call, null),
    )
    return made
  })
}

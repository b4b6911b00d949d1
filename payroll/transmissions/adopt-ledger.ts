/**
 * Goes on with a ledger that was restored: a new era of its journal begins, and every file that went to the bank in the history that is lost becomes a
 * question. By the owner of the database; decision 38.
 */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { changePayouts } from '../journal/append-payouts'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { filesNotHandedOver } from './known-history'
import { type LostFile, putInDoubt, runReferenceOf } from './put-in-doubt'

export type { LostFile } from './put-in-doubt'

export type Adoption = {
  era: number
  /** Files of runs that this ledger has approved: a person answers *Did the bank get this file?*. */
  inDoubt: string[]
  /** Files whose payments this ledger cannot name. */
  unaccounted: string[]
  /** Payouts held because a file that this ledger does not know may have paid them. */
  held: number
}

/**
 * @param files those handed over that the ledger does not know of.
 * @param areAll whether there can be no other: not when the bank's folders were lost as well. Then everything that could still go out is asked about.
 */
export function adoptLedger(
  ledger: Ledger,
  call: CommandContext,
  { files, areAll }: { files: readonly LostFile[]; areAll: boolean },
  reason: string,
): Promise<CommandResult<Adoption>> {
  return execute<Adoption>(
    ledger,
    call,
    async (tx) => {
      const adoption: Adoption = { era: await beginEra(tx), inDoubt: [], unaccounted: [], held: 0 }
      for (const file of files) {
        // Whoever gave the command at the same moment has asked about it.
        if ((await filesNotHandedOver(tx, [file.fileName])).length === 0) continue
        if (await putInDoubt(tx, call, file)) adoption.inDoubt.push(file.fileName)
        else {
          adoption.held += await keepBack(tx, call, file)
          adoption.unaccounted.push(file.fileName)
        }
      }
      if (!areAll) await keepEverythingBack(tx, call, adoption)
      await giveRepairsUp(tx, call)
      const about = { type: 'ledger', id: String(adoption.era) }
      await appendAudit(tx, { act: 'audit.ledger-adopted', about, detail: { ...adoption } }, factOf(call, reason))
      return adoption
    },
    RUN_TRANSITION_MS,
  )
}

/**
 * Numbers the journal anew from its first event. In a database that was loaded from a dump transaction ids begin anew as well, and the journal's lie in
 * its future: its rows then get this transaction's, and keep their order by `seq`, which for one payout is that of its versions.
 */
async function beginEra(tx: Transaction): Promise<number> {
  const [leader] = await tx.$queryRaw<{ era: number }[]>`
    UPDATE relay_leader SET era = era + 1, epoch = epoch + 1, system_identifier = NULL, signed_from = NULL RETURNING era`
  if (!leader) throw new Error('relay_leader has no row')
  await tx.$executeRaw`DELETE FROM history_stop`
  const [isAhead] = await tx.$queryRaw<{ ahead: boolean }[]>`
    SELECT coalesce((SELECT xid FROM outbox ORDER BY outbox.xid DESC LIMIT 1) > pg_current_xact_id(), false) AS ahead`
  if (isAhead?.ahead) {
    await tx.$executeRaw`ALTER TABLE outbox DISABLE TRIGGER outbox_append_only`
    await tx.$executeRaw`UPDATE outbox SET xid = pg_current_xact_id()`
    await tx.$executeRaw`ALTER TABLE outbox ENABLE TRIGGER outbox_append_only`
  }
  return leader.era
}

/** Repairs under way are of the history that is lost: copies are filled anew from this one, whatever was asked. */
async function giveRepairsUp(tx: Transaction, call: CommandContext): Promise<void> {
  const outcome = 'The database was restored and adopted meanwhile. Copies fill themselves anew from the history that began then.'
  const given = await tx.$queryRaw<{ id: string; kind: string }[]>`
    UPDATE repair SET state = 'cancelled', version = version + 1, cancelled_by = ${call.actor.id}, outcome = ${outcome}, ended_at = ${call.now}
    WHERE ended_at IS NULL RETURNING id, kind`
  for (const { id, kind } of given)
    await appendAudit(tx, { act: 'audit.repair-cancelled', about: { type: 'repair', id }, detail: { kind } }, factOf(call, outcome))
}

/** Its payments that could still go out wait for a person; returns how many. */
async function keepBack(tx: Transaction, call: CommandContext, file: LostFile): Promise<number> {
  const reference = runReferenceOf(file.fileName)
  await tx.$executeRaw`
    INSERT INTO unaccounted_file (file_name, sha256, company_id, run_reference, payments, handed_over_at, found_at)
    VALUES (${file.fileName}, ${file.sha256}, coalesce((SELECT company_id FROM payroll_run WHERE reference = ${reference}),
      (SELECT company_id FROM debtor_account WHERE account = ${file.account} ORDER BY closed_at IS NOT NULL LIMIT 1)),
      ${reference}, ${file.payments.length}, ${file.handedOverAt}, ${call.now})
    ON CONFLICT (file_name) DO NOTHING`
  const ofRun = Prisma.sql`AND payout.run_id = (SELECT id FROM payroll_run WHERE reference = ${reference})`
  return hold(tx, call, ofRun, `${file.fileName} went to the bank before the database was restored, and may have paid this.`)
}

/** Whatever this ledger had not handed over may have gone out after the backup. */
async function keepEverythingBack(tx: Transaction, call: CommandContext, adoption: Adoption): Promise<void> {
  const planned = await tx.$queryRaw<{ name: string }[]>`
    UPDATE bank_message SET status = 'in-doubt', hand_over_began_at = ${call.now}, note = NULL WHERE direction = 'out' AND status = 'prepared'
    RETURNING file_name AS name`
  adoption.inDoubt.push(...planned.map(({ name }) => name))
  adoption.held += await hold(
    tx,
    call,
    Prisma.empty,
    'The database and the bank’s folders were restored, and this may have been paid since their backup.',
  )
}

/** Holds what could still go out; returns how many payouts. */
function hold(tx: Transaction, call: CommandContext, which: Prisma.Sql, reason: string): Promise<number> {
  return changePayouts(
    tx,
    Prisma.sql`
    UPDATE payout SET status = 'held', held_from = payout.status, version = payout.version + 1, status_since = ${call.now}
    WHERE payout.status IN ('submitted', 'approved') ${which}
      AND NOT EXISTS (SELECT FROM settlement_instruction sent WHERE sent.payout_id = payout.id AND sent.attempt = payout.attempt)
    RETURNING payout.*`,
    { ...factOf(call, reason), type: 'payout.held', changed: ['status'] },
  )
}

/** Files that went to the bank in a history that is lost, and whose payments this ledger cannot name. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type UnaccountedFile = {
  fileName: string
  /** Null when no company of this ledger has its account: then nobody is paid. */
  company: string | null
  runReference: string
  payments: number
  handedOverAt: string
  /** Null while it keeps payments back. */
  accountedAt: string | null
  reason: string | null
}

/** Those that keep payments back first. */
export function listUnaccounted(ledger: Ledger): Promise<UnaccountedFile[]> {
  return ledger.$queryRaw`
    SELECT file.file_name AS "fileName", company.name AS company, file.run_reference AS "runReference", file.payments,
      iso_utc(file.handed_over_at) AS "handedOverAt", iso_utc(file.accounted_at) AS "accountedAt", file.reason
    FROM unaccounted_file file LEFT JOIN company ON company.id = file.company_id
    ORDER BY file.accounted_at IS NOT NULL, file.handed_over_at, file.file_name`
}

/** A file of the same company, or of one that nobody knows, that keeps this one back; null when none does. */
export async function keptBackBy(ledger: Ledger, bankMessageId: string): Promise<string | null> {
  const [found] = await ledger.$queryRaw<{ name: string }[]>`
    SELECT file.file_name AS name FROM unaccounted_file file
    WHERE file.accounted_at IS NULL AND (file.company_id IS NULL OR file.company_id = (
      SELECT run.company_id FROM bank_message message JOIN payroll_run run ON run.id = message.run_id WHERE message.id = ${bankMessageId}::uuid))
    ORDER BY file.file_name LIMIT 1`
  return found?.name ?? null
}

/**
 * Notes what a person found out at the bank; from then on the file keeps nothing back. By the owner of the database, on the installation's own machine.
 * Rejections: `not-found`; `unsuited` when it was noted before, or while the run it was made from could still be paid by this ledger.
 */
export function accountFor(
  ledger: Ledger,
  call: CommandContext,
  fileName: string,
  reason: string,
): Promise<CommandResult<{ fileName: string }>> {
  return execute<{ fileName: string }>(ledger, call, async (tx) => {
    const [file] = await tx.$queryRaw<{ reference: string; accounted: boolean }[]>`
      SELECT run_reference AS reference, accounted_at IS NOT NULL AS accounted FROM unaccounted_file WHERE file_name = ${fileName} FOR UPDATE`
    if (!file) return { code: 'not-found', what: 'file' }
    if (file.accounted) return { code: 'unsuited', because: `${fileName} was accounted for before.` }
    const payable = await stillPayable(tx, file.reference)
    if (payable !== null) return { code: 'unsuited', because: payable }
    await tx.$executeRaw`UPDATE unaccounted_file SET accounted_at = ${call.now}, reason = ${reason} WHERE file_name = ${fileName}`
    const about = { type: 'bank-file', id: fileName }
    await appendAudit(tx, { act: 'audit.file-accounted-for', about, detail: { runReference: file.reference } }, factOf(call, reason))
    return { fileName }
  })
}

/** Why the run could pay again what the file has paid. */
async function stillPayable(tx: Transaction, reference: string): Promise<string | null> {
  const [run] = await tx.$queryRaw<{ status: string; payable: boolean }[]>`
    SELECT run.status, EXISTS (SELECT FROM payout WHERE payout.run_id = run.id AND payout.status IN ('submitted', 'approved')
      AND NOT EXISTS (SELECT FROM settlement_instruction sent WHERE sent.payout_id = payout.id AND sent.attempt = payout.attempt)) AS payable
    FROM payroll_run run WHERE run.reference = ${reference}`
  if (run && ['draft', 'submitted'].includes(run.status))
    return `Run ${reference} is not approved in this ledger, and its payments went out with this file. Cancel the run first.`
  return run?.payable
    ? `Run ${reference} has payments that are in no bank file of this ledger, and they may have gone out with this one. Hold them first.`
    : null
}

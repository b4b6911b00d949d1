/** A person says why a run, a file or an exception is no obstacle to closing a month. */
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { lockMonths } from './change-close'
import type { Explainable, LedgerFacts } from './checklist'
import { currentOf, listCloses } from './closes'
import { ledgerFacts, MORE } from './ledger-facts'
import { monthWords } from './month'

export type ItemExplained = { month: string; item: Explainable; explained: number }

/**
 * Explains subjects of one point of the checklist, each as it is found now: where it is found otherwise later, it is in the way again. Whoever explains does
 * not close. Rejections: `unsuited` when one of them is not in the way, or the month is prepared or closed.
 */
export function explainItem(
  ledger: Ledger,
  call: CommandContext,
  { month, item, subjects }: { month: string; item: Explainable; subjects: readonly string[] },
  reason: string,
): Promise<CommandResult<ItemExplained>> {
  return execute<ItemExplained>(ledger, call, async (tx) => {
    await lockMonths(tx)
    const current = currentOf(await listCloses(tx, month))
    if (current) {
      const because = current.state === 'closed' ? 'is closed.' : 'is prepared, and its pack is made. Withdraw that first.'
      return { code: 'unsuited', because: `${monthWords(month)} ${because}` }
    }
    const facts = await ledgerFacts(tx, month, null)
    const found = subjectsOf(facts, item).filter(({ id }) => id !== MORE && subjects.includes(id))
    if (found.length !== new Set(subjects).size)
      return { code: 'unsuited', because: 'Some of this is not in the way any more, or cannot be explained. Look at the checklist again.' }
    const rows = found.map(({ id, found: now }) => ({ subject: id, found: now }))
    await tx.$executeRaw`
      INSERT INTO month_explanation (month, round, item, subject, found, reason, explained_by, explained_at)
      SELECT ${month}, ${facts.round}, ${item}, each.subject, each.found, ${reason}, ${call.actor.id}, ${call.now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS each(subject text, found text)`
    const names = found.map(({ name }) => name)
    await appendAudit(
      tx,
      { act: 'audit.month-explained', about: { type: 'month', id: month }, detail: { month, item, names } },
      factOf(call, reason),
    )
    return { month, item, explained: found.length }
  })
}

const subjectsOf = (facts: LedgerFacts, item: Explainable) =>
  ({ runs: facts.runs, 'bank-files': facts.bankFiles, exceptions: facts.exceptions })[item]

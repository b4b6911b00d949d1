/** Saves a payroll file that was read at one go as a draft run: all of its lines, or nothing. */
import type { PayrollLine } from '@/payroll-files/payroll-line'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { inChunks } from '../transaction/chunks'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { recordRunHand } from './hands'
import { type CreatedRun, type DraftFacts, insertDraft, lockCompany } from './insert-draft'
import { LINE_COLUMNS, lineRows } from './line-rows'

export type Draft = DraftFacts & { lines: readonly PayrollLine[] }

/** Creates the draft. The account hash key is the installation's; accounts leave the ledger only under it. */
export function createDraft(
  ledger: Ledger,
  call: CommandContext,
  { lines, ...facts }: Draft,
  accountHashKey: string,
): Promise<CommandResult<CreatedRun>> {
  return execute<CreatedRun>(
    ledger,
    call,
    async (tx) => {
      const company = await lockCompany(tx, facts.companyId, call.companies)
      if (isRejection(company)) return company
      await putLines(tx, lines, accountHashKey)
      return insertDraft(tx, call, facts, {
        lines: Prisma.sql`SELECT * FROM pg_temp.new_line`,
        companyCode: company.companyCode,
        recordHands: (runId) => recordRunHand(tx, runId, call, 'uploaded', 'drafted'),
      })
    },
    RUN_TRANSITION_MS,
  )
}

/** A table that only this transaction sees, filled piece by piece: 100,000 lines in one statement kept everybody else waiting. */
async function putLines(tx: Transaction, lines: readonly PayrollLine[], accountHashKey: string): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE new_line ON COMMIT DROP AS SELECT ${LINE_COLUMNS} FROM payroll_line WITH NO DATA`
  for (const chunk of inChunks(lines))
    await tx.$executeRaw`INSERT INTO pg_temp.new_line (${LINE_COLUMNS}) SELECT ${LINE_COLUMNS} FROM ${lineRows(chunk, accountHashKey)}`
  await tx.$executeRaw`ANALYZE pg_temp.new_line`
}

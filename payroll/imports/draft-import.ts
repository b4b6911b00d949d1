/** Makes a checked file a draft run: all of its good lines, the others only when they are left out on purpose. One transaction. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { carryHands, recordRunHand } from '../runs/hands'
import { type CreatedRun, insertDraft, lockCompany } from '../runs/insert-draft'
import type { Acceptance } from '../runs/repetition'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { isRejection, type Rejection } from '../transaction/rejections'
import { importLines } from './import-lines'
import { type ImportRow, lockImport } from './import-row'

/** More rows than anyone can have looked at one by one: such a file is to be mended. */
export const LEFT_OUT_MAX = 1_000

export type DraftOptions = {
  /** How many refused rows the person saw, and why they are to be left out. */
  leaveOut?: { rows: number; reason: string } | undefined
  /** Another pay date than the one the file came with. */
  payDate?: string | undefined
  /** Why people are paid who are in another run of the period. */
  acceptance?: Acceptance | undefined
}

/**
 * Makes the draft of a file that is checked, with all its good lines, in one transaction. Rejected as not-found, wrong-state, repeated where people
 * are paid already and no reason is given, or with the rows that a rule refuses now.
 */
export function draftImport(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
  options: DraftOptions,
): Promise<CommandResult<CreatedRun>> {
  return execute<CreatedRun>(ledger, call, (tx) => draftInside(tx, call, importId, options), RUN_TRANSITION_MS)
}

async function draftInside(
  tx: Transaction,
  call: CommandContext,
  importId: string,
  { leaveOut, payDate, acceptance }: DraftOptions,
): Promise<CreatedRun | Rejection> {
  // The company first, as every import of it does; the row says which one.
  const [owner] = await tx.$queryRaw<
    { companyId: string }[]
  >`SELECT company_id AS "companyId" FROM payroll_import WHERE id = ${importId}::uuid`
  const company = owner && (await lockCompany(tx, owner.companyId, call.companies))
  if (!company || ('code' in company && company.code === 'not-found')) return { code: 'not-found', what: 'file' }
  if ('code' in company) return company
  const found = await lockImport(tx, importId, call.companies)
  if (!found) return { code: 'not-found', what: 'file' }
  const file = { ...found, payDate: payDate ?? found.payDate }
  const refusedRows = await refusedRowsOf(tx, file.id)
  const no = whyNot(file, refusedRows, leaveOut)
  if (no) return no
  const otherDay = file.payDate !== found.payDate
  const corrections = file.report?.corrections ?? []
  const reason = refusedRows.length > 0 ? (leaveOut?.reason ?? null) : null
  const run = await insertDraft(
    tx,
    call,
    { ...file, sourceName: file.fileName, sourceHash: file.sha256, acceptance },
    {
      lines: importLines(file.id),
      companyCode: company.companyCode,
      async recordHands(runId) {
        await carryHands(tx, file.id, runId)
        await recordRunHand(tx, runId, call, 'drafted', otherDay && 'set-pay-date', refusedRows.length > 0 && 'left-out')
      },
      detail: {
        importId: file.id,
        ...(otherDay && { payDate: file.payDate, payDateWas: found.payDate }),
        ...(refusedRows.length > 0 && { leftOut: refusedRows }),
        ...(corrections.length > 0 && { corrections }),
      },
      reason,
    },
  )
  if (isRejection(run)) return run
  await tx.$executeRaw`DELETE FROM payroll_import_line WHERE import_id = ${file.id}::uuid`
  const leftOut = reason === null ? null : { rows: refusedRows.length, reason, by: call.actor.name }
  await tx.$executeRaw`
    UPDATE payroll_import SET state = 'imported', run_id = ${run.id}::uuid, left_out = ${leftOut && JSON.stringify(leftOut)}::jsonb, pay_date = ${file.payDate}::date
    WHERE id = ${file.id}::uuid`
  return run
}

const fileProblem = (reason: string): Rejection => ({ code: 'rows', problems: [{ row: null, field: null, reason }] })

function whyNot(file: ImportRow, refusedRows: readonly number[], leaveOut: DraftOptions['leaveOut']): Rejection | null {
  if (file.state === 'imported') return { code: 'imported-before', reference: file.runReference ?? '', runId: file.runId ?? '' }
  if (file.state !== 'ready' && file.state !== 'refused')
    return { code: 'wrong-state', what: 'file', status: file.state, wanted: 'checked' }
  if (file.report?.refusal) return fileProblem(file.report.refusal)
  if (file.report?.problems.length) return { code: 'rows', problems: file.report.problems }
  const refused = refusedRows.length
  if (refused === 0) return null
  if (refused > LEFT_OUT_MAX)
    return fileProblem(
      `${refused.toLocaleString('en')} lines have problems. You can leave out at most ${LEFT_OUT_MAX.toLocaleString('en')}.`,
    )
  if (leaveOut?.rows === refused) return null
  return fileProblem(
    leaveOut
      ? `${refused} lines have problems now, not ${leaveOut.rows}. Look at them again.`
      : `${refused} lines have problems. Correct them or leave them out.`,
  )
}

async function refusedRowsOf(tx: Transaction, importId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ row: number }[]>`
    SELECT row_number AS "row" FROM payroll_import_refused WHERE import_id = ${importId}::uuid ORDER BY row_number`
  return rows.map(({ row }) => row)
}

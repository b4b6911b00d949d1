/** Makes a checked file a draft run: all of its good lines, the others only when they are left out on purpose. One transaction. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { recordAcceptance, weighDraft } from '../runs/accept-repetition'
import { type CreatedRun, insertRun, lockCompany } from '../runs/create-draft'
import { importLines } from '../runs/find-repetition'
import { carryHands, handsForJournal, recordRunHand } from '../runs/hands'
import { judgeRunDate, payDateRows } from '../runs/pay-date'
import type { Acceptance } from '../runs/repetition'
import type { Total } from '../runs/totals'
import { type Answer, type Call, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { isRejection, type Rejection } from '../transaction/rejections'
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

export function draftImport(ledger: Ledger, call: Call, importId: string, options: DraftOptions): Promise<Answer<CreatedRun>> {
  return execute<CreatedRun>(ledger, call, (tx) => draftInside(tx, call, importId, options), RUN_TRANSITION_MS)
}

async function draftInside(
  tx: Transaction,
  call: Call,
  importId: string,
  { leaveOut, payDate, acceptance }: DraftOptions,
): Promise<CreatedRun | Rejection> {
  // The company first, as every import of it does; the row says which one.
  const [owner] = await tx.$queryRaw<
    { companyId: string }[]
  >`SELECT company_id AS "companyId" FROM payroll_import WHERE id = ${importId}::uuid`
  const company = owner && (await lockCompany(tx, owner.companyId, call.companies))
  const found = company && (await lockImport(tx, importId, call.companies))
  if (!found) return { code: 'not-found', what: 'file' }
  const file = { ...found, payDate: payDate ?? found.payDate }
  const refusedRows = await refusedRowsOf(tx, file.id)
  const no = whyNot(file, refusedRows, leaveOut)
  if (no) return no
  const { totals, lines } = await totalsOf(tx, file.id)
  if (lines === 0) return fileProblem('No line is left to pay.')
  const currencies = totals.map(({ currency }) => currency)
  const badDate = payDateRows(await judgeRunDate(tx, { companyId: file.companyId, payDate: file.payDate, now: call.now, currencies }))
  if (badDate) return badDate
  const { companyId, period, sha256: sourceHash } = file
  const accepted = await weighDraft(
    tx,
    { companyId, period, payDate: file.payDate, runId: null, sourceHash, lines: importLines(file.id) },
    acceptance,
  )
  if (accepted && isRejection(accepted)) return accepted
  const run = await insertRun(tx, call, { ...file, sourceName: file.fileName, sourceHash: file.sha256, lines, totals })
  await moveLines(tx, file.id, run.id)
  await recordAcceptance(tx, call, run.id, accepted)
  await carryHands(tx, file.id, run.id)
  const otherDay = file.payDate !== found.payDate
  await recordRunHand(tx, run.id, call, 'drafted', otherDay && 'set-pay-date', refusedRows.length > 0 && 'left-out')
  const corrections = file.report?.corrections ?? []
  const detail = {
    file: file.fileName,
    sha256: file.sha256,
    lines,
    importId: file.id,
    ...(otherDay && { payDate: file.payDate, payDateWas: found.payDate }),
    ...(refusedRows.length > 0 && { leftOut: refusedRows }),
    ...(corrections.length > 0 && { corrections }),
    hands: await handsForJournal(tx, run.id),
  }
  const reason = refusedRows.length > 0 ? (leaveOut?.reason ?? null) : null
  await appendAudit(
    tx,
    { act: 'audit.run-imported', about: { type: 'payroll-run', id: run.id }, detail },
    { actor: call.actor, reason, requestId: call.requestId, occurredAt: call.now },
  )
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
    return fileProblem(`${refused.toLocaleString('en')} lines have problems; at most ${LEFT_OUT_MAX.toLocaleString('en')} can be left out.`)
  if (leaveOut?.rows === refused) return null
  return fileProblem(
    leaveOut
      ? `${refused} lines have problems now, not ${leaveOut.rows}: look again.`
      : `${refused} lines have problems: mend them or leave them out.`,
  )
}

async function refusedRowsOf(tx: Transaction, importId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ row: number }[]>`
    SELECT row_number AS "row" FROM payroll_import_refused WHERE import_id = ${importId}::uuid ORDER BY row_number`
  return rows.map(({ row }) => row)
}

/** Per currency and rail, the largest group of payouts first. */
async function totalsOf(tx: Transaction, importId: string): Promise<{ totals: Total[]; lines: number }> {
  const totals = await tx.$queryRaw<Total[]>`
    SELECT currency, rail, sum(amount_minor)::text AS "amountMinor", count(*)::int AS payouts FROM payroll_import_line
    WHERE import_id = ${importId}::uuid GROUP BY currency, rail ORDER BY payouts DESC, currency`
  return { totals, lines: totals.reduce((sum, { payouts }) => sum + payouts, 0) }
}

async function moveLines(tx: Transaction, importId: string, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payroll_line (run_id, line_number, employee_number, employee_name, country, account, account_kind, account_last4, account_hash, bic,
                              currency, amount_minor, rail)
    SELECT ${runId}::uuid, line_number, employee_number, employee_name, country, account, account_kind, right(account, 4), account_hash, bic,
      currency, amount_minor, rail
    FROM payroll_import_line WHERE import_id = ${importId}::uuid ORDER BY line_number`
  await tx.$executeRaw`DELETE FROM payroll_import_line WHERE import_id = ${importId}::uuid`
}

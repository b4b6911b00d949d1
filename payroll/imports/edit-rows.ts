/** Corrects refused cells in the page: the row is checked again as the file's rows are, and is a line, or refused with what is wrong now. */
import { readEdited } from '@/payroll-files/read'
import type { RefusedRow } from '@/payroll-files/types'
import { plainJson } from '@/platform/plain-text'
import type { Ledger, Transaction } from '@/prisma/connect'
import { recordHand } from '../runs/hands'
import { readNameRules } from '../runs/latin-names'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { rowRules } from './check-context'
import { type ImportRow, lockImport } from './import-row'
import { putRows } from './put-rows'
import type { ImportReport } from './report'

/** A row of the file and its new cells by their index; the other cells stay. */
export type RowEdit = { row: number; cells: Readonly<Record<string, string>> }

/** How many of them can be edited at once: a page of them. */
export const EDITS_MAX = 200

/** `refused`: those of the edited rows in which something is still wrong. `left`: how many rows of the file are refused now. */
export type EditedRows = { id: string; taken: number; refused: RefusedRow[]; left: number }

/** @param seenVersion of the import: another mapping would make another row of the same cells. */
export function editRows(
  ledger: Ledger,
  call: CommandContext,
  importId: string,
  seenVersion: number,
  edits: readonly RowEdit[],
  accountHashKey: string,
): Promise<CommandResult<EditedRows>> {
  return execute<EditedRows>(
    ledger,
    call,
    async (tx) => {
      const file = await lockImport(tx, importId, call.companies)
      if (!file) return { code: 'not-found', what: 'file' }
      if (file.state !== 'refused' || !file.report) return { code: 'wrong-state', what: 'file', status: file.state, wanted: 'refused' }
      if (file.attempt !== seenVersion) return { code: 'version-behind', current: { version: file.attempt }, changed: [] }
      return edited(tx, call, { ...file, report: file.report }, edits, accountHashKey)
    },
    RUN_TRANSITION_MS,
  )
}

async function edited(
  tx: Transaction,
  call: CommandContext,
  file: ImportRow & { report: ImportReport },
  edits: readonly RowEdit[],
  accountHashKey: string,
): Promise<EditedRows | Rejection> {
  const { report } = file
  const open = await tx.$queryRaw<{ row: number; cells: string[] }[]>`
    SELECT row_number AS "row", cells FROM payroll_import_refused
    WHERE import_id = ${file.id}::uuid AND row_number = ANY(${edits.map(({ row }) => row)}::int[]) ORDER BY row_number`
  const gone = edits.filter(({ row }) => !open.some((each) => each.row === row))
  if (gone.length > 0 || new Set(edits.map(({ row }) => row)).size < edits.length)
    return {
      code: 'rows',
      problems: gone.map(({ row }) => ({ row, field: null, reason: 'Someone has already corrected this row, or it had no problem.' })),
    }
  const rows = open.map(({ row, cells }) => ({
    row,
    cells: withEdit(cells, edits.find((edit) => edit.row === row)?.cells ?? {}, report.header.length),
  }))
  const read = readEdited(rows, report.header, file.mapping, {
    ...rowRules(await readNameRules(tx, file.companyId, file.id)),
    severalLines: file.severalLines,
  })
  if (typeof read === 'string') return { code: 'rows', problems: [{ row: null, field: null, reason: read }] }
  const { taken, notes } = await putRows(tx, call, file, report.header, { ...read, header: report.header }, accountHashKey)
  const next = {
    ...report,
    notes: [...report.notes, ...notes],
    notesCount: report.notesCount + notes.length,
    edited: (report.edited ?? 0) + taken,
  }
  await tx.$executeRaw`
    UPDATE payroll_import SET report = ${plainJson(next)}::jsonb, finished_at = ${call.now},
      state = CASE WHEN ${report.problems.length > 0} OR EXISTS (SELECT FROM payroll_import_refused WHERE import_id = payroll_import.id)
        THEN 'refused' ELSE 'ready' END
    WHERE id = ${file.id}::uuid`
  await recordHand(tx, file.id, call, 'edited', {
    file: file.fileName,
    rows: rows.map(({ row }) => row),
    columns: columnsOf(edits, report.header),
  })
  const [left] = await tx.$queryRaw<{ n: number; refused: RefusedRow[] }[]>`
    SELECT count(*)::int AS n, coalesce(json_agg(json_build_object('row', row_number, 'cells', cells, 'reasons', reasons, 'proposed', proposed) ORDER BY row_number)
      FILTER (WHERE row_number = ANY(${rows.map(({ row }) => row)}::int[])), '[]') AS refused
    FROM payroll_import_refused WHERE import_id = ${file.id}::uuid`
  return { id: file.id, taken, refused: left?.refused ?? [], left: left?.n ?? 0 }
}

/** The cells with those that were typed in their place. As wide as the header: what was left empty at the end is empty, not missing. */
function withEdit(cells: readonly string[], edit: RowEdit['cells'], columns: number): string[] {
  const width = Math.max(cells.length, columns, ...Object.keys(edit).map((index) => Number(index) + 1))
  return Array.from({ length: width }, (_, index) => edit[index] ?? cells[index] ?? '')
}

/** The names of the columns in which something was typed, for the journal: never what was typed. */
function columnsOf(edits: readonly RowEdit[], header: readonly string[]): string[] {
  const indexes = new Set(edits.flatMap(({ cells }) => Object.keys(cells).map(Number)))
  return [...indexes].sort((a, b) => a - b).map((index) => header[index]?.trim() || `column ${index + 1}`)
}

import { z } from 'zod'
import { editedRows } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { EDITS_MAX, editRows } from '@/payroll/imports/edit-rows'

const cell = z.string().max(500, 'At most 500 characters.')
const edit = z.object({ row: z.int().min(1), cells: z.record(z.string().regex(/^\d{1,3}$/, 'Cells are named by their index.'), cell) })
const body = z.object({ edits: z.array(edit).min(1).max(EDITS_MAX, `At most ${EDITS_MAX} rows at once.`) })

/** Refused rows, corrected in the page: each is checked again as the file's own rows are. */
export const POST = route(
  { permission: 'runs:prepare', params: byId, body, versioned: true, response: editedRows, errors: ['wrong-state', 'rows'] },
  async ({ ledger, params, body, seenVersion, accountHashKey, call, answer }) =>
    answer(await editRows(ledger, call(), params.id, seenVersion, body.edits, accountHashKey)),
)

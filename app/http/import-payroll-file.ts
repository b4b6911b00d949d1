/** Reads an uploaded payroll file and saves it as a draft run; what is worth a look is said beside it. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { paysSeveralLines } from '@/payroll/imports/several-lines'
import { createDraft } from '@/payroll/runs/create-draft'
import type { CreatedRun } from '@/payroll/runs/insert-draft'
import { readNameRules } from '@/payroll/runs/latin-names'
import type { PayrollProblem } from '@/payroll-files/payroll-problems'
import { AMOUNTS, readPayrollBytes } from '@/payroll-files/read-bytes'
import type { Answer } from './answer'
import type { Context } from './handle'
import { importForm, received, refused } from './imports/take-file'
import { reason } from './inputs'
import type { Refusal } from './problem'

/** More would help nobody. */
const WARNINGS_MAX = 200

export const payrollForm = importForm.extend({
  /** Whether each line of a person is paid; as it was last said for the company where nothing is said. */
  severalLines: z.enum(['pay', 'refuse'], { error: 'One of pay, refuse.' }).optional(),
  /** Why people are paid who are in another run of the period. */
  repetitionReason: reason.optional(),
  /** How to read amounts that can be read in two ways. */
  amounts: z.enum(AMOUNTS, { error: `One of ${AMOUNTS.join(', ')}.` }).optional(),
})

type Drafted = CreatedRun & { warnings: PayrollProblem[] }

export function importPayrollFile(context: Context): Promise<Answer<Drafted> | Refusal> {
  return received(context, async (fields, file) => {
    const { ledger, accountHashKey, call, answer, traceId } = context
    const parsed = payrollForm.safeParse(fields)
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => ({ row: null, field: path.join('.') || null, reason: message }))
      return refused(problems, traceId)
    }
    const { company, period, payDate, kind, amounts = null, repetitionReason } = parsed.data
    const severalLines = parsed.data.severalLines ? parsed.data.severalLines === 'pay' : await paysSeveralLines(ledger, company)
    const { name: sourceName, sha256: sourceHash } = file
    const read = await readPayrollBytes(await readFile(file.path), amounts, severalLines, await readNameRules(ledger, company))
    if (!read.ok) return refused(read.problems, traceId)
    const acceptance = repetitionReason === undefined ? undefined : { reason: repetitionReason }
    const draft = { companyId: company, period, payDate, kind, acceptance, severalLines, sourceName, sourceHash, lines: read.lines }
    const created = await createDraft(
      ledger,
      call({ company, period, payDate, kind, amounts, repetitionReason, severalLines, sourceHash }),
      draft,
      accountHashKey,
    )
    if (!created.result.ok) return answer({ ...created, result: created.result })
    const warnings = read.notes.slice(0, WARNINGS_MAX)
    return answer(
      { ...created, result: { ok: true, value: { ...created.result.value, warnings } } },
      (run) => `/api/payroll-runs/${run.id}`,
    )
  })
}

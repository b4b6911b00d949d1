/** Reads an uploaded payroll file and saves it as a draft run; what is worth a look is said beside it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AMOUNTS, readPayrollBytes } from '@/bank/payroll-file/read-bytes'
import { createDraft } from '@/payroll/commands/create-draft'
import { judgePayDate } from '@/payroll/queries/pay-date'
import type { RowProblem } from '@/payroll/rules/rejections'
import type { Context } from './handle'
import { problem, problemOf } from './problem'

const FILE_BYTES_MAX = 64_000_000
/** More would help nobody. */
const WARNINGS_MAX = 200

const form = z.object({
  company: z.uuid({ error: 'Choose a company.' }),
  period: z.string({ error: 'Choose a period.' }).regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'A period looks like 2026-11.'),
  payDate: z.iso.date({ error: 'A pay date looks like 2026-11-25.' }),
  /** How to read amounts that can be read in two ways. */
  amounts: z.enum(AMOUNTS, { error: `One of ${AMOUNTS.join(', ')}.` }).optional(),
  file: z.instanceof(File, { error: 'Choose a file.' }),
})

export async function importPayrollFile({ request, ledger, accountHashKey, call, answer, traceId }: Context): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? 0) > FILE_BYTES_MAX) {
    return problem({ status: 413, code: 'too-large', title: 'Too large', detail: 'A payroll file has at most 64 MB.' }, traceId)
  }
  const fields = await request.formData().catch(() => null)
  const parsed = form.safeParse(Object.fromEntries(fields ?? []))
  if (!parsed.success)
    return refused(
      parsed.error.issues.map(({ path, message }) => ({ row: null, field: path.join('.') || null, reason: message })),
      traceId,
    )
  const { company, period, payDate, amounts = null, file } = parsed.data
  const bytes = new Uint8Array(await file.arrayBuffer())
  const read = await readPayrollBytes(bytes, amounts)
  if (!read.ok) return refused(read.problems, traceId)
  const sourceHash = createHash('sha256').update(bytes).digest('hex')
  const draft = { companyId: company, period, payDate, sourceName: file.name.slice(0, 200), sourceHash, lines: read.lines }
  const created = await createDraft(ledger, call({ company, period, payDate, amounts, sourceHash }), draft, accountHashKey)
  if (!created.result.ok) return answer({ ...created, result: created.result })
  const currencies = [...new Set(read.lines.map(({ currency }) => currency))]
  const { sentence } = await judgePayDate(ledger, { companyId: company, payDate, now: new Date(), currencies })
  const payDateWarning = sentence ? [{ row: null, field: 'payDate', column: null, reason: sentence }] : []
  const warnings = [...payDateWarning, ...read.notes].slice(0, WARNINGS_MAX)
  return answer({ ...created, result: { ok: true, value: { ...created.result.value, warnings } } }, (run) => `/api/payroll-runs/${run.id}`)
}

const refused = (problems: RowProblem[], traceId: string): Response => problemOf({ code: 'rows', problems }, traceId)

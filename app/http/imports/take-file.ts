/** An upload becomes an import; what needs no question is checked at once. */

import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { listCompanies } from '@/payroll/companies/companies'
import { type BegunImport, beginImport } from '@/payroll/imports/begin-import'
import { importPath } from '@/payroll/imports/files'
import { inspectForCompany } from '@/payroll/imports/inspect-for-company'
import { judgeRunDate, payDateRows } from '@/payroll/runs/pay-date'
import { RUN_KINDS } from '@/payroll/runs/run-kind'
import type { RowProblem } from '@/payroll/transaction/rejections'
import { textProblems } from '@/platform/plain-text'
import type { Answer } from '../answer'
import type { Context } from '../handle'
import { problem, problemOf, type Refusal } from '../problem'
import { NotReceived } from '../receive-form'
import { viewerOf } from '../viewer'
import { checkInBackground } from './check-in-background'
import { type ReceivedFile, receiveFile } from './receive-file'

const FILE_BYTES_MAX = 64_000_000

export const importForm = z.object({
  company: z.uuid({ error: 'Choose a company.' }),
  period: z.string({ error: 'Choose a period.' }).regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'A period looks like 2026-11.'),
  payDate: z.iso.date({ error: 'A pay date looks like 2026-11-25.' }),
  kind: z.enum(RUN_KINDS, { error: `One of ${RUN_KINDS.join(', ')}.` }).default('regular'),
})

/** What the form came with, or the answer that refuses it. */
export async function received<T>(
  { request, importDir, traceId }: Pick<Context, 'request' | 'importDir' | 'traceId'>,
  use: (fields: Record<string, string>, file: ReceivedFile) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  try {
    const { fields, file } = await receiveFile(request, importDir, FILE_BYTES_MAX)
    try {
      const texts = textProblems(fields)
      if (texts.length > 0)
        return refused(
          texts.map(({ field, reason }) => ({ row: null, field, reason })),
          traceId,
        )
      if (!file) return refused([{ row: null, field: 'file', reason: 'Choose a file.' }], traceId)
      return await use(fields, file)
    } finally {
      if (file) await rm(file.path, { force: true })
    }
  } catch (error) {
    if (!(error instanceof NotReceived)) throw error
    const code = error.status === 413 ? 'too-large' : 'input'
    const title = error.status === 413 ? 'Too large' : 'Not understood'
    return problem({ status: error.status, code, title, detail: error.message }, traceId)
  }
}

export const refused = (problems: RowProblem[], traceId: string): Refusal => problemOf({ code: 'rows', problems }, traceId)

export function takeFile(context: Context): Promise<Answer<BegunImport> | Refusal> {
  return received(context, async (fields, file) => {
    const { traceId, ledger, session, importDir, call, answer, now } = context
    const parsed = importForm.safeParse(fields)
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => ({ row: null, field: path.join('.') || null, reason: message }))
      return refused(problems, traceId)
    }
    const { company, period, payDate, kind } = parsed.data
    const found = (await listCompanies(ledger, viewerOf(session))).find(({ id }) => id === company)
    if (!found) return problemOf({ code: 'not-found', what: 'company' }, traceId)
    const currencies = found.debtorAccounts.map(({ currency }) => currency)
    const badDate = payDateRows(await judgeRunDate(ledger, { companyId: company, payDate, now, currencies }))
    if (badDate) return problemOf(badDate, traceId)
    const inspected = await inspectForCompany(ledger, company, file)
    if (inspected.kind === 'refused') return refused([{ row: null, field: 'file', reason: inspected.sentence }], traceId)
    const { sighting, fingerprint, direct } = inspected
    const id = randomUUID()
    await rename(file.path, importPath(importDir, id))
    const { name: fileName, sizeBytes, sha256 } = file
    const begun = await beginImport(ledger, call({ company, period, payDate, kind, sha256 }), {
      ...{ id, companyId: company, period, payDate, kind, fileName, sizeBytes, sha256 },
      ...{ sighting, mapping: sighting.mapping, fingerprint, direct },
    })
    const isNew = begun.result.ok && !begun.replayed && !begun.result.value.begunBefore
    if (!isNew) await rm(importPath(importDir, id), { force: true })
    if (isNew && direct) await checkInBackground(context, id)
    const isOld = begun.result.ok && begun.result.value.begunBefore
    return isOld ? answer(begun) : answer(begun, (value) => `/api/payroll-imports/${value.id}`)
  })
}

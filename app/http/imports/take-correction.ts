/** An error file that comes back. */
import { rename, rm } from 'node:fs/promises'
import type { z } from 'zod'
import { ROW_COLUMN } from '@/payroll/imports/check-correction'
import { importPath } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { withHeadings } from '@/payroll-files/columns'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import type { Answer } from '../answer'
import type { checkBegun } from '../answers/import'
import type { Context } from '../handle'
import type { byId } from '../inputs'
import { problemOf, type Refusal } from '../problem'
import { viewerOf } from '../viewer'
import { checkInBackground } from './check-in-background'
import { received, refused } from './take-file'

type Checking = z.output<typeof checkBegun>

export function takeCorrection(context: Context<typeof byId>): Promise<Answer<Checking> | Refusal> {
  return received(context, async (_, upload) => {
    const { ledger, session, params, importDir, traceId, answer } = context
    const found = await readImport(ledger, viewerOf(session), params.id)
    if (!found) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    const sighting = await inspectPayrollFile(upload, withHeadings(found.mapping))
    if (sighting.kind === 'refused') return refused([{ row: null, field: 'file', reason: sighting.sentence }], traceId)
    const reason = notOurs(sighting.columns.map(({ header }) => header))
    if (reason) return refused([{ row: null, field: 'file', reason }], traceId)
    const file = `${found.id}.${upload.sha256.slice(0, 16)}`
    await rename(upload.path, importPath(importDir, file))
    const correction = { fileName: upload.name, file, sha256: upload.sha256, mapping: sighting.mapping }
    const begun = await checkInBackground(context, found.id, correction)
    if (!begun.result.ok) {
      await rm(importPath(importDir, file), { force: true })
      return answer({ ...begun, result: begun.result })
    }
    return answer({ ...begun, result: { ok: true, value: { id: found.id, state: 'checking' } } })
  })
}

const notOurs = (headers: readonly string[]): string | null =>
  headers.includes(ROW_COLUMN)
    ? null
    : `The column "${ROW_COLUMN}" is missing, so this is not the error file from this page. To upload a whole file, start a new run.`

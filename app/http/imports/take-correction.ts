/** An error file that comes back. */
import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type { z } from 'zod'
import { beginCheck } from '@/payroll/imports/begin-check'
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
import { received, refused } from './take-file'

type Checking = z.output<typeof checkBegun>

export function takeCorrection(context: Context<typeof byId>): Promise<Answer<Checking> | Refusal> {
  return received(context, async (_, upload) => {
    const { ledger, session, params, importDir, traceId, call, answer } = context
    const found = await readImport(ledger, viewerOf(session), params.id)
    if (!found) return problemOf({ code: 'not-found', what: 'file' }, traceId)
    const sighting = await inspectPayrollFile(upload, withHeadings(found.mapping))
    if (sighting.kind === 'refused') return refused([{ row: null, field: 'file', reason: sighting.sentence }], traceId)
    const reason = notOurs(sighting.columns.map(({ header }) => header))
    if (reason) return refused([{ row: null, field: 'file', reason }], traceId)
    // A name of its own: the same bytes sent twice must not lose the file that the first is checked from.
    const file = `${found.id}.${randomUUID()}`
    await rename(upload.path, importPath(importDir, file))
    const correction = { fileName: upload.name, file, sha256: upload.sha256, mapping: sighting.mapping }
    const begun = await beginCheck(ledger, call({ sha256: upload.sha256 }), found.id, correction)
    if (!begun.result.ok || begun.replayed) await rm(importPath(importDir, file), { force: true })
    return answer(begun)
  })
}

const notOurs = (headers: readonly string[]): string | null =>
  headers.includes(ROW_COLUMN)
    ? null
    : `The column "${ROW_COLUMN}" is missing, so this is not the error file from this page. To upload a whole file, start a new run.`

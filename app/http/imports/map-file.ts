/** How a file is to be read, and what its first rows then are. */

import type { z } from 'zod'
import { changeMapping } from '@/payroll/imports/change-mapping'
import { importPath, isFileThere } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { headerHashOf, inspectAgain } from '@/payroll/imports/inspect-for-company'
import { type Preview, previewOf, rulesFor } from '@/payroll/imports/preview-file'
import type { Mapping } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'
import type { Answer } from '../answer'
import type { Context } from '../handle'
import type { byId } from '../inputs'
import { problemOf, type Refusal } from '../problem'
import { viewerOf } from '../viewer'
import { refused } from './take-file'

type Mapped = { sighting: Inspection; mapping: Mapping; preview: Preview; version: number }

type Body = z.ZodType<{ mapping: Mapping; again: boolean }>

export async function mapFile(context: Context<typeof byId, undefined, Body>): Promise<Answer<Mapped> | Refusal> {
  const { ledger, session, params, body, seenVersion, importDir, traceId, call, answer } = context
  const found = await readImport(ledger, viewerOf(session), params.id)
  if (!found) return problemOf({ code: 'not-found', what: 'file' }, traceId)
  if (!(await isFileThere(importDir, found.id))) return problemOf({ code: 'file-gone', of: 'a payroll' }, traceId)
  const file = { name: found.fileName, path: importPath(importDir, found.id) }
  const sighting = body.again ? await inspectAgain(file, body.mapping) : found.sighting
  if (sighting.kind === 'refused') return refused([{ row: null, field: null, reason: sighting.sentence }], traceId)
  const mapping = body.again ? sighting.mapping : body.mapping
  const changed = await changeMapping(ledger, call(), found.id, seenVersion, { sighting, mapping, fingerprint: headerHashOf(sighting) })
  if (!changed.result.ok) return answer({ ...changed, result: changed.result })
  const { version } = changed.result.value
  return answer({
    ...changed,
    result: {
      ok: true,
      value: { sighting, mapping, preview: await previewOf(file, mapping, await rulesFor(ledger, found.companyId)), version },
    },
  })
}

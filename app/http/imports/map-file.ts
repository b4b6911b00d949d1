/** How a file is to be read, and what its first rows then are. */

import type { z } from 'zod'
import { differing } from '@/iso20022/charset'
import { changeMapping } from '@/payroll/imports/change-mapping'
import { rowRules } from '@/payroll/imports/check-place'
import { importPath } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { fingerprintOf, sightAgain } from '@/payroll/imports/inspect-for-company'
import { readNameRules } from '@/payroll/runs/latin-names'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { type Mapping, mappingGaps } from '@/payroll-files/mapping'
import { readPayrollFile } from '@/payroll-files/read'
import type { PayrollRules, PayrollSource, RefusedRow, Sighting } from '@/payroll-files/types'
import type { Context } from '../handle'
import type { byId } from '../inputs'
import { problemOf } from '../problem'
import { viewerOf } from '../viewer'
import { refused } from './take-file'

const PREVIEW_ROWS = 8

/** A line as it would be paid; amounts are minor units as text. */
export type PreviewLine = {
  row: number
  employeeNumber: string
  employeeName: string
  /** Where the bank file has another. */
  nameInFile: string | null
  country: string
  account: string
  bic: string | null
  currency: string
  amountMinor: string
}
export type Preview = { lines: PreviewLine[]; refused: RefusedRow[]; refusal: string | null }
export type Mapped = { sighting: Sighting; mapping: Mapping; preview: Preview; version: number }

type Body = z.ZodType<{ mapping: Mapping; again: boolean }>

export async function mapFile(context: Context<typeof byId, undefined, Body>): Promise<Response> {
  const { ledger, session, params, body, seenVersion, importDir, traceId, call, answer } = context
  const found = await readImport(ledger, viewerOf(session), params.id)
  if (!found) return problemOf({ code: 'not-found', what: 'file' }, traceId)
  const file = { name: found.fileName, path: importPath(importDir, found.id) }
  const sighting = body.again ? await sightAgain(file, body.mapping) : found.sighting
  if (sighting.kind === 'refused') return refused([{ row: null, field: null, reason: sighting.sentence }], traceId)
  const mapping = body.again ? sighting.mapping : body.mapping
  const changed = await changeMapping(ledger, call(), found.id, seenVersion, { sighting, mapping, fingerprint: fingerprintOf(sighting) })
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

/** As the check itself will judge the rows. */
export const rulesFor = async (ledger: Ledger, companyId: string): Promise<PayrollRules> => rowRules(await readNameRules(ledger, companyId))

/** The first rows, read with this mapping; nothing while it has gaps. */
export async function previewOf(file: PayrollSource, mapping: Mapping, rules: PayrollRules): Promise<Preview> {
  const preview: Preview = { lines: [], refused: [], refusal: null }
  if (mappingGaps(mapping).length > 0) return preview
  for await (const step of readPayrollFile(file, mapping, rules, { rowsMax: PREVIEW_ROWS })) {
    if (step.kind === 'refused') preview.refusal = step.sentence
    if (step.kind !== 'batch') continue
    preview.refused.push(...step.refused)
    for (const { lineNumber, employeeNumber, employeeName, country, account, bic, currency, amountMinor } of step.lines) {
      preview.lines.push({
        row: lineNumber,
        employeeNumber,
        employeeName,
        nameInFile: differing(employeeName, rules.names.umlauts),
        country,
        account,
        bic,
        currency,
        amountMinor: amountMinor.toString(),
      })
    }
  }
  return preview
}

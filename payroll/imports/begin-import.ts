/** Takes an uploaded payroll file in: its place in the ledger until it is a draft or given up. */
import type { Mapping } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'
import { plainJson } from '@/platform/plain-text'
import type { Ledger } from '@/prisma/connect'
import { recordHand } from '../runs/hands'
import { lockCompany } from '../runs/insert-draft'
import type { RunKind } from '../runs/run-kind'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { askForCheck } from './begin-check'
import { paysSeveralLines } from './several-lines'

export type NewImport = {
  /** Also the name of the file in the imports' folder. */
  id: string
  companyId: string
  /** "2026-11" */
  period: string
  /** "2026-11-25" */
  payDate: string
  /** Regular where nothing else is said. */
  kind?: RunKind | undefined
  fileName: string
  sizeBytes: number
  sha256: string
  sighting: Inspection
  mapping: Mapping
  /** Of the headers, as `fingerprintOf` has it. */
  fingerprint: string
  /** Nothing is to be asked: the check begins at once, and the draft may be made as soon as it finds nothing. */
  direct: boolean
}

/** `begunBefore`: the same bytes wait already, and `id` is theirs. */
export type BegunImport = { id: string; direct: boolean; begunBefore: boolean }

/** Where the same bytes wait for the same company and period, that import goes on, with the pay date and kind given now. */
export function beginImport(ledger: Ledger, call: CommandContext, file: NewImport): Promise<CommandResult<BegunImport>> {
  return execute<BegunImport>(ledger, call, async (tx) => {
    const company = await lockCompany(tx, file.companyId, call.companies)
    if (isRejection(company)) return company
    const [waiting] = await tx.$queryRaw<{ id: string }[]>`
      UPDATE payroll_import SET pay_date = ${file.payDate}::date, kind = ${file.kind ?? 'regular'}
      WHERE id = (SELECT id FROM payroll_import WHERE company_id = ${file.companyId}::uuid AND period = ${file.period} AND sha256 = ${file.sha256}
        AND state NOT IN ('imported', 'abandoned') ORDER BY created_at DESC LIMIT 1)
      RETURNING id`
    if (waiting) {
      await recordHand(tx, waiting.id, call, 'uploaded', { file: file.fileName, payDate: file.payDate })
      return { id: waiting.id, direct: false, begunBefore: true }
    }
    await tx.$executeRaw`
      INSERT INTO payroll_import (id, company_id, period, pay_date, kind, several_lines, file_name, size_bytes, sha256, sighting, mapping, fingerprint, direct, bytes_total,
        created_by, created_at)
      VALUES (${file.id}::uuid, ${file.companyId}::uuid, ${file.period}, ${file.payDate}::date, ${file.kind ?? 'regular'}, ${await paysSeveralLines(tx, file.companyId)}, ${file.fileName}, ${file.sizeBytes}, ${file.sha256},
        ${plainJson(file.sighting)}::jsonb, ${plainJson(file.mapping)}::jsonb, ${file.fingerprint}, ${file.direct}, ${file.sizeBytes},
        ${call.actor.id}, ${call.now})`
    await recordHand(tx, file.id, call, 'uploaded', { file: file.fileName, payDate: file.payDate })
    if (file.direct) await askForCheck(tx, call, file.id, null)
    return { id: file.id, direct: file.direct, begunBefore: false }
  })
}

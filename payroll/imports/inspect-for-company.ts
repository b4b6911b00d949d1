/** Looks at a file the way this company's files are read. */
import { createHash } from 'node:crypto'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import type { Mapping } from '@/payroll-files/mapping'
import { mappingGaps } from '@/payroll-files/mapping'
import type { Inspection, PayrollSource, Refusal } from '@/payroll-files/types'
import type { Ledger } from '../transaction/open-ledger'
import { rememberedMapping } from './imports'

/** Of the headers, in their order: files of one payroll program have the same. */
export const headerHashOf = ({ columns }: Inspection): string =>
  createHash('sha256')
    .update(JSON.stringify(columns.map(({ header }) => header.trim().toLowerCase())))
    .digest('hex')

/** The plain template, and what was read before in this company, are not asked about. */
const KNOWN_PRESET = 'PayLedger template'

export type Inspected = { kind: 'sighted'; sighting: Inspection; fingerprint: string; direct: boolean }

/** Inspects a file with the mapping that this company's files of the same columns were read by. `direct` when nothing has to be asked. */
export async function inspectForCompany(ledger: Ledger, companyId: string, file: PayrollSource): Promise<Inspected | Refusal> {
  const first = await inspectPayrollFile(file)
  if (first.kind === 'refused') return first
  const fingerprint = headerHashOf(first)
  const remembered = await rememberedMapping(ledger, companyId, fingerprint)
  const sighting = remembered ? await inspectPayrollFile(file, remembered) : first
  if (sighting.kind === 'refused') return sighting
  return { kind: 'sighted', sighting, fingerprint, direct: isDirect(sighting) }
}

function isDirect({ from, questions, mapping }: Inspection): boolean {
  const known = from.kind === 'remembered' || (from.kind === 'preset' && from.name === KNOWN_PRESET)
  return known && questions.length === 0 && mappingGaps(mapping).length === 0
}

/** After the person has said of which sheet, encoding, delimiter or header row the file is. */
export function inspectAgain(file: PayrollSource, mapping: Mapping): Promise<Inspection | Refusal> {
  const { sheet, encoding, delimiter, headerRow } = mapping
  const chosen = delimiter === null ? { sheet, headerRow } : { encoding, delimiter, headerRow }
  // Without headings only the person's own words say what a column is.
  return inspectPayrollFile(file, headerRow === 0 ? mapping : null, chosen)
}

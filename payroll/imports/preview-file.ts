/** What the first rows of a file are with a mapping, before anything of it is kept. */
import { differing } from '@/iso20022/charset'
import { type Mapping, mappingGaps } from '@/payroll-files/mapping'
import { readPayrollFile } from '@/payroll-files/read'
import type { PayrollRules, PayrollSource, RefusedRow } from '@/payroll-files/types'
import { readNameRules } from '../runs/latin-names'
import type { Ledger } from '../transaction/open-ledger'
import { rowRules } from './check-context'

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

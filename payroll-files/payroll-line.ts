/** A line of a payroll, as every file of one ends up. */

/** One person's pay, as the file says it. */
export type PayrollLine = {
  /** The row in the file, from 1. */
  lineNumber: number
  employeeNumber: string
  employeeName: string
  /** Where the account is held. */
  country: string
  /** Without spaces, in capitals. A number without a BIC begins with its bank's national code (clearing.ts). */
  account: string
  accountKind: 'iban' | 'number'
  bic: string | null
  currency: string
  amountMinor: bigint
}

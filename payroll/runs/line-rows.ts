/** Lines of payroll as rows, from values and between the tables that hold them. */
import { railOf } from '@/accounts/rail'
import { hashAccount } from '@/events/account-hash'
import type { PayrollLine } from '@/payroll-files/payroll-line'
import { Prisma } from '@/prisma/connect'

/** What a line is, in a checked file as in a run. */
export const LINE_COLUMNS = Prisma.sql`line_number, employee_number, employee_name, country, account, account_kind, account_hash, bic, currency, amount_minor,
  rail`

/** What somebody looking for a line may type a part of. */
export const searchedText = Prisma.sql`employee_name || ' ' || employee_number`

/** The lines as a table expression with `LINE_COLUMNS`. The account hash key is the installation's; accounts leave the ledger only under it. */
export function lineRows(lines: readonly PayrollLine[], accountHashKey: string): Prisma.Sql {
  const rows = lines.map((line) => ({
    line_number: line.lineNumber,
    employee_number: line.employeeNumber,
    employee_name: line.employeeName,
    country: line.country,
    account: line.account,
    account_kind: line.accountKind,
    account_hash: hashAccount(line.account, accountHashKey),
    bic: line.bic,
    currency: line.currency,
    amount_minor: line.amountMinor.toString(),
    rail: railOf(line),
  }))
  return Prisma.sql`json_to_recordset(${JSON.stringify(rows)}::json) AS line(line_number int, employee_number text, employee_name text, country text,
    account text, account_kind text, account_hash text, bic text, currency text, amount_minor bigint, rail text)`
}

/** The plain payroll file, with three invented people to show what goes where. */
import { csvText } from './csv-text'

export const TEMPLATE_NAME = 'payroll-template.csv'

export const TEMPLATE_ROWS: readonly (readonly string[])[] = [
  ['employee_number', 'employee_name', 'country', 'account', 'bic', 'currency', 'amount'],
  ['1001', 'Sample Lucía García', 'ES', 'ES9121000418450200051332', '', 'EUR', '3412.60'],
  ['1002', 'Sample Jürgen Groß', 'DE', 'DE89370400440532013000', '', 'EUR', '3875.00'],
  ['1003', 'Sample Hanako Sato', 'JP', '0001234567', 'BOTKJPJT', 'JPY', '300000'],
]

export const templateFile = (): string => csvText(TEMPLATE_ROWS)

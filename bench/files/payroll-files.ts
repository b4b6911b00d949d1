/** Payroll files as a person brings them: sighted, mapped as proposed, read to the end. */

import { inspectPayrollFile } from '@/payroll-files/inspect'
import { readPayrollFile } from '@/payroll-files/read'
import { PLAIN_NAMES } from '@/payroll-files/types'
import { makeIban } from '@/stack/test-runner/make-iban'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { type FileCase, LINES } from './case'

export const PAYROLL_FILES: Readonly<Record<string, FileCase>> = {
  'payroll.csv': {
    file: () => [
      Buffer.from(
        rows()
          .map((cells) => cells.join(';'))
          .join('\r\n'),
      ),
    ],
    prepare: (path) => () => read('payroll.csv', path),
  },
  'payroll.xlsx': {
    file: () => [makeXlsx([{ name: 'Payroll', rows: rows() }])],
    prepare: (path) => () => read('payroll.xlsx', path),
  },
}

async function read(name: string, path: string): Promise<number> {
  const source = { name, path }
  const sighting = await inspectPayrollFile(source)
  if (sighting.kind === 'refused' || sighting.questions.length > 0) throw new Error('The file is not understood.')
  const rules = { currencies: null, names: PLAIN_NAMES }
  let lines = 0
  for await (const step of readPayrollFile(source, sighting.mapping, rules)) if (step.kind === 'end') lines = step.lines
  return lines
}

function rows(): (string | number)[][] {
  const people = Array.from({ length: LINES }, (_, i) => [
    `E${100_000 + i}`,
    i % 3 === 0 ? `Jürgen Groß ${i}` : `Sample Person ${i}`,
    makeIban('DE', `3704${String(i).padStart(14, '0')}`),
    '',
    'EUR',
    1_000.5 + (i % 3_000),
    `Department ${i % 50}`,
  ])
  return [['Employee ID', 'Name', 'IBAN', 'BIC', 'Currency', 'Net Pay', 'Department'], ...people]
}

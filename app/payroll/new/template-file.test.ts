import { expect, it } from 'vitest'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { TEMPLATE_ROWS, templateFile } from './template-file'

it('is a file that the import takes as it is', async () => {
  const read = await readPayrollBytes(new TextEncoder().encode(templateFile()))
  expect(read.ok ? read.lines.map((line) => line.employeeName) : read.problems).toEqual(TEMPLATE_ROWS.slice(1).map((row) => row[1]))
})

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { csvText, TEMPLATE_ROWS, templateFile } from './template-file'

it('is a file that the import takes as it is', async () => {
  const read = await readPayrollBytes(new TextEncoder().encode(templateFile()))
  expect(read.ok ? read.lines.map((line) => line.employeeName) : read.problems).toEqual(TEMPLATE_ROWS.slice(1).map((row) => row[1]))
})

it('comes back cell by cell, whatever is in the cells', () => {
  const harmless = fc.string({ minLength: 1 }).filter((cell) => !/^[=+\-@\t\r]/.test(cell))
  fc.assert(
    fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1 }), (rows) => {
      expect(parse(csvText(rows), { bom: true, record_delimiter: '\r\n' })).toEqual(rows)
    }),
  )
})

it('lets no cell begin like a formula', () => {
  expect(csvText([['=1+1', '-2', '@x', 'a=1']])).toBe("\ufeff'=1+1,'-2,'@x,a=1\r\n")
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeIban } from '@/stack/test-runner/make-iban'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { readWhole } from '@/stack/test-runner/read-whole'
import { errorFile } from './error-file'
import { inspectPayrollFile } from './inspect'
import type { Mapping } from './mapping'

const DE = 'DE89370400440532013000'

async function corrected(mapping: Mapping, header: readonly string[], refused: Parameters<typeof errorFile>[2]): Promise<string> {
  let text = ''
  for await (const piece of errorFile(mapping, header, refused)) text += piece
  return text
}

async function first(name: string, bytes: Uint8Array) {
  const sighting = await inspectPayrollFile({ name, bytes })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const whole = await readWhole({ name, bytes }, sighting.mapping)
  if (typeof whole.end === 'string') throw new Error(whole.end)
  return { mapping: sighting.mapping, whole, header: whole.end.header }
}

it.each<[string, string, Uint8Array]>([
  [
    'Windows-1252 with semicolons',
    'lohn.csv',
    Buffer.from(
      `Personalnummer;Name;IBAN;Betrag (EUR)\r\n1;Jürgen;${DE};1.000,00\r\n2;Groß;DE00370400440532013000;2.000,50\r\n3;=1+1;${DE};3,00\r\n4;Weiß;;-5,00\r\n`,
      'latin1',
    ),
  ],
  [
    'a workbook',
    'lohn.xlsx',
    makeXlsx([
      {
        name: 'A',
        rows: [
          ['Personalnummer', 'Name', 'IBAN', 'Betrag (EUR)'],
          ['1', 'Jürgen', DE, '1.000,00'],
          ['2', 'Groß', 'DE00370400440532013000', 2000.5],
          ['3', '=1+1', DE, '3,00'],
          ['4', 'Weiß', '', '-5,00'],
        ],
      },
    ]),
  ],
])('the error file of %s fits the same mapping, and corrected it is taken', async (_what, name, bytes) => {
  const { mapping, whole, header } = await first(name, bytes)
  expect(whole.refused.map(({ row }) => row)).toEqual([3, 4, 5])
  const text = await corrected(mapping, header, whole.refused)
  expect(text).toContain("'=1+1")
  expect(text).not.toMatch(/(^|[;,])=/m)
  const again = await inspectPayrollFile({ name: 'errors.csv', bytes: Buffer.from(text) }, mapping)
  expect(again).toMatchObject({ from: { kind: 'remembered' }, questions: [] })
  if (again.kind === 'refused') throw new Error(again.sentence)
  const second = await readWhole({ name: 'errors.csv', bytes: Buffer.from(text) }, again.mapping)
  expect(second.refused.map(({ reasons }) => reasons)).toEqual(whole.refused.map(({ reasons }) => reasons))
  const right = text
    .replace('DE00370400440532013000', DE)
    .replace("'=1+1", 'Eva')
    .replace(/Weiß([;,])/, `Weiß$1${makeIban('DE', '370400440000000017')}`)
    .replace('-5,00', '5,00')
  const taken = await readWhole({ name: 'errors.csv', bytes: Buffer.from(right) }, again.mapping)
  expect(taken.refused).toEqual([])
  expect(taken.lines.map(({ amountMinor }) => amountMinor)).toEqual([200_050n, 300n, 500n])
})

it('the column is not added a second time', async () => {
  const { mapping, whole, header } = await first(
    'a.csv',
    Buffer.from(`Employee ID,Name,IBAN,Currency,Amount,What is wrong\n1,Ana,${DE},EUR,0.00,old words\n`),
  )
  expect(await corrected(mapping, header, whole.refused)).toBe(
    `\ufeffEmployee ID,Name,IBAN,Currency,Amount,What is wrong\r\n1,Ana,${DE},EUR,0.00,Amount (E): The amount is zero.\r\n`,
  )
})

it('whoever reads it learns that the rows could not be read to the end', async () => {
  const { mapping, header } = await first('a.csv', Buffer.from(`Employee ID,Name,IBAN,Currency,Amount\n1,Ana,${DE},EUR,0.00\n`))
  async function* rows() {
    yield { row: 2, cells: ['1'], reasons: [] }
    throw new Error('connection lost')
  }
  await expect(corrected(mapping, header, rows())).rejects.toThrow('connection lost')
})

it('quotes what a reader would take apart or trim, and lets amounts stay amounts', async () => {
  const { mapping } = await first('a.csv', Buffer.from(`Employee ID;Name;IBAN;Currency;Amount\n1;Ana;${DE};EUR;0,00\n`))
  const cells = ['a;b', 'a,b', 'a\nb', 'a\rb', ' a', 'a"b', '-1 000,5', '-x', '+49', '@a', '\ta', '']
  const header = cells.map((_, n) => `h${n}`)
  expect((await corrected(mapping, header, [{ row: 2, cells, reasons: ['No.'] }])).split('\r\n')[1]).toBe(
    `"a;b";a,b;"a\nb";"a\rb";" a";"a""b";-1 000,5;'-x;+49;'@a;'\ta;;No.`,
  )
})

it('any cells come back as they were', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab1=+-@\'",;\t\n .'), maxLength: 12 }).filter((text) => !/^'[=+\-@\t\r]/.test(text))
  return fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
      const sighting = await inspectPayrollFile({ name: 'a.csv', bytes: Buffer.from('Name,Amount\nx,1.50\n') })
      if (sighting.kind === 'refused') throw new Error(sighting.sentence)
      const text = await corrected(
        sighting.mapping,
        cells.map((_, i) => `h${i}`),
        [{ row: 2, cells, reasons: ['Wrong.'] }],
      )
      const { parse } = await import('csv-parse/sync')
      const [, row = []] = parse(text, { bom: true, relax_column_count: true }) as string[][]
      expect(row.map((each) => each.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual([...cells, 'Wrong.'])
    }),
  )
})

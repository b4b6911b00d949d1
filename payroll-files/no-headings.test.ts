/** Files without a row that names their columns: asked about, then read by place; nobody in the first row is lost. */
import { expect, it } from 'vitest'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { readWhole } from '@/stack/test-runner/read-whole'
import { withHeadings } from './columns'
import { inspectPayrollFile } from './inspect'
import { answered, type Mapping, mappingGaps } from './mapping'
import type { Inspection } from './types'

const ES = 'ES9121000418450200051332'
const DE = 'DE89370400440532013000'
const csv = (...rows: string[]) => ({ name: 'a.csv', bytes: Buffer.from(`${rows.join('\n')}\n`) })

async function inspect(file: { name: string; bytes: Uint8Array }, remembered: Mapping | null = null, chosen = {}): Promise<Inspection> {
  const sighting = await inspectPayrollFile(file, remembered, chosen)
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  return sighting
}

/** Answers that nothing names the columns, then which hold what. */
async function mapped(file: { name: string; bytes: Uint8Array }): Promise<Mapping> {
  const first = await inspect(file)
  expect(first.questions[0]?.id).toBe('headings')
  expect(mappingGaps(first.mapping).map(({ sentence }) => sentence)).toContain('Choose the header row, or that there is none.')
  const asked = answered(first.mapping, first.questions[0]?.options[0]?.answer ?? {})
  const { mapping, questions } = await inspect(file, asked, {
    encoding: asked.encoding,
    delimiter: asked.delimiter,
    headerRow: asked.headerRow,
  })
  const columns: Readonly<Record<string, string>> = { employee_number: 'A', employee_name: 'B', amount: 'D', currency: 'E' }
  return questions.reduce((so, { field, options }) => {
    const option = options.find(({ label }) => label.startsWith(`Column ${columns[field ?? '']}`))
    return answered(so, option?.answer ?? {})
  }, mapping)
}

it('the first row is paid like the others, and a row that is wider is refused', async () => {
  const file = csv(`17,Ana García,${ES},1200.50,EUR`, `18,Ben Groß,${DE},900.00,EUR`, `19,Cleo,${DE},1,234.50,EUR`)
  const whole = await readWhole(file, await mapped(file))
  expect(whole.lines.map(({ lineNumber, employeeName, amountMinor }) => [lineNumber, employeeName, amountMinor])).toEqual([
    [1, 'Ana García', 120_050n],
    [2, 'Ben Groß', 90_000n],
  ])
  expect(whole.refused.map(({ row }) => row)).toEqual([3])
})

it('a workbook too', async () => {
  const file = {
    name: 'a.xlsx',
    bytes: makeXlsx([
      {
        name: 'Pay',
        rows: [
          [17, 'Ana', ES, 1200.5, 'EUR'],
          [18, 'Ben', DE, 900, 'EUR'],
        ],
      },
    ]),
  }
  expect((await readWhole(file, await mapped(file))).lines).toHaveLength(2)
})

it('what was said before is proposed and asked again, for nothing in such a file tells that its columns stand as they did', async () => {
  const file = csv(`17,Ana García,${ES},1200.50,EUR`)
  const mapping = await mapped(file)
  const next = await inspect(csv(`17,Ana García,${ES},1300.50,EUR`), mapping)
  expect(next.questions.map(({ id }) => id)).toEqual(['headings'])
  expect(next).toMatchObject({ from: { kind: 'remembered' }, mapping: { headerRow: null, fields: { amount: { index: 3 } } } })
})

it('its refused rows come back under the letters of their columns', async () => {
  const mapping = withHeadings(await mapped(csv(`17,Ana García,${ES},0.00,EUR`)))
  const back = csv('Column A,Column B,Column C,Column D,Column E,PayLedger row', `17,Ana García,${ES},5.00,EUR,1`)
  expect((await readWhole(back, (await inspect(back, mapping)).mapping)).lines).toHaveLength(1)
})

it('a bank batch is asked about, and its record types are no people', async () => {
  const sighting = await inspect(csv('H,20261125,GBP', 'D,200000,55779911'))
  expect(sighting.questions[0]?.id).toBe('headings')
})

import { describe, expect, it } from 'vitest'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { taken } from '@/stack/test-runner/taken'

const ES = 'ES9121000418450200051332'

describe('a workbook with', () => {
  const HEADER = ['Employee ID', 'Name', 'IBAN', 'Currency', 'Net Pay']
  const text = (words: string): string => `<c t="inlineStr"><is><t>${words}</t></is></c>`
  const sheet = (rows: string): Uint8Array =>
    makeXlsx([{ name: 'A', rows: [] }], { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` })
  const good = (amount: string, format: string): Uint8Array =>
    makeXlsx([{ name: 'A', rows: [HEADER, ['1', 'Ana', ES, 'EUR', { xml: `<c r="{ref}" s="1"><v>${amount}</v></c>` }]] }], {
      'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${format}"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    })
  it.each<[string, Uint8Array, string, string[]]>([
    [
      'cells without references, the first one empty',
      sheet(
        `<row><c/>${HEADER.map(text).join('')}</row><row><c/><c><v>1.0</v></c>${['Ana', ES, 'EUR'].map(text).join('')}<c><v>10.5</v></c></row>`,
      ),
      `1 / Ana / ${ES} / - / EUR / 1050`,
      [],
    ],
    [
      'escaped characters, as Excel keeps them',
      makeXlsx([{ name: 'A', rows: [HEADER, ['1', 'Ana_x0020_S', ES, 'EUR', 10.5]] }]),
      `1 / Ana S / ${ES} / - / EUR / 1050`,
      [],
    ],
    [
      "an accounting format with letters of the currency's width",
      good('1234.5', '_-* #,##0.00\\ _D_h_-'),
      `1 / Ana / ${ES} / - / EUR / 123450`,
      [],
    ],
    [
      'a row that a filter hides',
      sheet(
        `<row>${HEADER.map(text).join('')}</row><row hidden="1"><c><v>1</v></c>${['Ana', ES, 'EUR'].map(text).join('')}<c><v>10.5</v></c></row>`,
      ),
      `1 / Ana / ${ES} / - / EUR / 1050`,
      ['This row is hidden in the workbook, and would be paid.'],
    ],
  ])('%s', async (_imitates, file, line, notes) => {
    const result = await taken('a.xlsx', file)
    expect(result.lines).toEqual([line])
    expect(result.notes.map(({ reason }) => reason)).toEqual(notes)
  })
})

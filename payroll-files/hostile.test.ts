import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { cpuMs } from '@/stack/test-runner/cpu-time'
import { makeXlsx, zip } from '@/stack/test-runner/make-xlsx'
import { readWhole } from '@/stack/test-runner/read-whole'
import { inspectPayrollFile } from './inspect'
import { answered } from './mapping'
import { mappingSchema } from './mapping-schema'
import { readPayrollBytes } from './read-bytes'

const ES = 'ES9121000418450200051332'
const HEADER = ['Employee ID', 'Name', 'IBAN', 'Currency', 'Net Pay']
const GOOD = ['1', 'Ana', ES, 'EUR', 10.5]
const folder = mkdtempSync(join(tmpdir(), 'payroll-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function sentenceOn(bytes: Uint8Array, name: string): Promise<string> {
  const sighting = await inspectPayrollFile({ name, bytes })
  if (sighting.kind === 'refused') return sighting.sentence
  const { end } = await readWhole({ name, bytes }, sighting.mapping)
  return typeof end === 'string' ? end : `read, ${end.lines} lines`
}

const sheet = (xml: string): Uint8Array => makeXlsx([{ name: 'A', rows: [] }], { 'xl/worksheets/sheet1.xml': xml })

describe('a file that must not be read gets one clear sentence', () => {
  it.each<[string, string, Uint8Array, RegExp]>([
    ['macros', 'a.xlsm', makeXlsx([{ name: 'A', rows: [HEADER, GOOD] }], { 'xl/vbaProject.bin': 'x' }), /contains macros.*without macros/],
    [
      'a zip bomb',
      'a.xlsx',
      sheet(`<worksheet><sheetData>${' '.repeat(60_000_000)}</sheetData></worksheet>`),
      /contains far more than a payroll needs/,
    ],
    [
      'a million empty texts',
      'a.xlsx',
      makeXlsx([{ name: 'A', rows: [HEADER] }], { 'xl/sharedStrings.xml': `<sst>${'<si><t/></si>'.repeat(1_000_001)}</sst>` }),
      /far more text|contains far more than/,
    ],
    ['entities that unfold', 'a.xlsx', sheet('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'), /damaged/],
    ['elements without end', 'a.xlsx', sheet('<a>'.repeat(100_000)), /damaged/],
    ['half a sheet', 'a.xlsx', sheet('<worksheet><sheetData><row r="1"><c'), /damaged/],
    ['a row beyond the sheet', 'a.xlsx', sheet('<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>'), /damaged/],
    ['an empty workbook', 'a.xlsx', makeXlsx([{ name: 'A', rows: [] }]), /is empty/],
    [
      '10,000 columns in a workbook',
      'a.xlsx',
      makeXlsx([{ name: 'A', rows: [Array.from({ length: 10_000 }, (_, i) => `c${i}`)] }]),
      /at most 500/,
    ],
    [
      '10,000 columns in CSV',
      'a.csv',
      Buffer.from(Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(';')),
      /Row 1 has 10,000 columns; .* at most 500/,
    ],
    ['a zip of something else', 'a.zip', zip({ 'photo.txt': 'x' }), /not an Excel workbook/],
    [
      'a Word document',
      'a.docx',
      zip({
        '_rels/.rels': '<r><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></r>',
        'word/document.xml': '<d/>',
      }),
      /not an Excel workbook/,
    ],
    [
      'a binary workbook',
      'a.xlsb',
      zip({ '_rels/.rels': '<r><Relationship Id="1" Type="x/officeDocument" Target="xl/workbook.bin"/></r>', 'xl/workbook.bin': 'x' }),
      /\.xlsb/,
    ],
    [
      'an OpenDocument file',
      'a.ods',
      zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      /OpenDocument/,
    ],
    ['an old workbook', 'a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel format/],
    [
      'a workbook with a password',
      'a.xlsx',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      /has a password/,
    ],
    ['a web page named .xls', 'a.xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), /web page/],
    ['the same behind a byte order mark', 'a.xls', Buffer.from('\ufeff<meta charset="utf-8"><table></table>'), /web page/],
    ['the same in UTF-16', 'a.xls', Buffer.from('\ufeff<div><table></table></div>', 'utf16le'), /web page/],
    [
      'a workbook as XML of 2003',
      'a.xls',
      Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
      /XML file/,
    ],
    ['JSON', 'a.csv', Buffer.from('[{"name": "Ana", "amount": 10.5}]'), /JSON/],
    ['an Apple Numbers document', 'a.numbers', zip({ 'Index/Document.iwa': 'x' }), /Apple Numbers/],
    ['UTF-32', 'a.csv', Buffer.from('fffe00004e0000006100', 'hex'), /not a text file/],
    ['bytes of some program', 'a.dat', Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7_919 + i * i) % 256)), /not a text file/],
    ['a fixed-width bank file (NACHA)', 'a.txt', Buffer.from(`101 021000021 123456789\n${'6'.repeat(94)}\n`), /only one column/],
    ['only names', 'a.csv', Buffer.from('Name\nAna\nBen\n'), /only one column/],
    ['headings alone', 'a.csv', Buffer.from(`${HEADER.join(';')}\n;;;;\n`), /a header and no payroll lines/],
    [
      'a quote that swallows all',
      'a.csv',
      Buffer.from(`${HEADER.join(',')}\n1,"Ana,${ES},EUR,10.50\n2,Ben,${ES},EUR,1.50\n`),
      /^Row 2: This row opens a quote/,
    ],
    ['a PDF', 'a.csv', Buffer.from('%PDF-1.7'), /PDF/],
    ['random bytes', 'a.csv', Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * i) % 7)), /NUL bytes/],
    ['one quote and no end', 'a.csv', Buffer.from(`"${'x'.repeat(3_000_000)}`), /quote/],
  ])('%s', async (_what, name, bytes, sentence) => {
    expect(await cpuMs(async () => expect(await sentenceOn(bytes, name)).toMatch(sentence))).toBeLessThan(5_000)
  })

  it('500 MB', async () => {
    const path = join(folder, 'big.csv')
    writeFileSync(path, 'a;b\n')
    truncateSync(path, 500 * 1024 * 1024)
    expect(await inspectPayrollFile({ name: 'big.csv', path })).toEqual({
      kind: 'refused',
      sentence: expect.stringContaining('The file has 500 MB; the limit is 64 MB.'),
    })
  })
})

describe('a file by another name is read as what it is, and says so', () => {
  it.each<[string, string, Uint8Array, string]>([
    [
      'a workbook named .csv',
      'a.csv',
      makeXlsx([{ name: 'A', rows: [HEADER, GOOD] }]),
      'This is an Excel workbook, although its name ends in ".csv". PayLedger reads it as what it is.',
    ],
    [
      'CSV named .xlsx',
      'a.xlsx',
      Buffer.from(`${HEADER.join(';')}\n1;Ana;${ES};EUR;10,50\n`),
      'This is a text file, although its name ends in ".xlsx". PayLedger reads it as what it is.',
    ],
  ])('%s', async (_what, name, bytes, remark) => {
    expect(await inspectPayrollFile({ name, bytes })).toMatchObject({ kind: 'sighting', remarks: [remark] })
    expect(await sentenceOn(bytes, name)).toBe('read, 1 lines')
  })
})

describe('a cell of a workbook', () => {
  const row = (cell: string | number | { xml: string }, column: number) => GOOD.map((each, i) => (i === column ? cell : each))
  it.each<[string, string | number | { xml: string }, number, string]>([
    ['a formula without result', { xml: '<c r="{ref}"><f>A1*2</f></c>' }, 4, 'Net Pay (E): The result of this formula was not saved'],
    [
      'a formula that failed',
      { xml: '<c r="{ref}" t="e"><f>A1/0</f><v>#DIV/0!</v></c>' },
      4,
      'Net Pay (E): This formula has the error #DIV/0!',
    ],
    ['an account of 16 digits kept as a number', 1_234_567_890_123_456, 2, 'IBAN (C): Spreadsheets keep only 15 digits of a number'],
    ['too many decimals', 10.505, 4, 'Net Pay (E): Amounts in EUR have 2 decimals; this one has 3.'],
    ['a negative number', -1, 4, 'Net Pay (E): The amount is negative.'],
    ['a right-to-left mark', 'A\u202ena', 1, 'Name (B): This contains a control character or invisible mark'],
  ])('%s', async (_what, cell, column, reason) => {
    const { refused } = await read(
      makeXlsx([{ name: 'A', rows: [HEADER, row(cell, column), ['2', 'Ben', 'DE89370400440532013000', 'EUR', 1]] }]),
    )
    expect(refused).toMatchObject([{ row: 2, reasons: [expect.stringContaining(reason)] }])
  })

  it.each<[string, { xml: string } | number, bigint]>([
    ['a formula with its result', { xml: '<c r="{ref}"><f>A1*2</f><v>12.5</v></c>' }, 1_250n],
    ['a double written out', { xml: '<c r="{ref}"><v>0.30000000000000004</v></c>' }, 30n],
    ['another', { xml: '<c r="{ref}"><v>1234.5599999999999</v></c>' }, 123_456n],
    ['an exponent', { xml: '<c r="{ref}"><v>1.2345E3</v></c>' }, 123_450n],
    ['an inline text', { xml: '<c r="{ref}" t="inlineStr"><is><t>12.50</t></is></c>' }, 1_250n],
  ])('%s is taken', async (_what, cell, amount) => {
    expect((await read(makeXlsx([{ name: 'A', rows: [HEADER, row(cell, 4)] }]))).lines).toMatchObject([{ amountMinor: amount }])
  })

  async function read(bytes: Uint8Array) {
    const sighting = await inspectPayrollFile({ name: 'a.xlsx', bytes })
    if (sighting.kind === 'refused') throw new Error(sighting.sentence)
    const mapping = sighting.questions.reduce((so, { options }) => answered(so, options[0]?.answer ?? {}), sighting.mapping)
    return readWhole({ name: 'a.xlsx', bytes }, mapping)
  }
})

it('no bytes crash the sighting or the reading of a workbook, nor hold them up', async () => {
  const sound = makeXlsx([{ name: 'A', rows: [HEADER, GOOD] }])
  const damaged = fc.tuple(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length)).map(([at, byte, length]) => {
    const bytes = Buffer.from(sound)
    bytes[at] = byte
    return length % 3 === 0 ? bytes.subarray(0, length) : bytes
  })
  const xml = fc
    .string({
      unit: fc.constantFrom('<row r="1">', '</row>', '<c r="A1" t="s">', '</c>', '<v>', '</v>', '9', '<f>', '&', '</f>', '\0'),
      maxLength: 20,
    })
    .map((text) => sheet(`<worksheet>${text}</worksheet>`))
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, xml), async (bytes) => {
      expect(await cpuMs(async () => expect(await sentenceOn(bytes, 'a.xlsx')).toBeTypeOf('string'))).toBeLessThan(2_000)
    }),
    { numRuns: 500 },
  )
})

it('no text crashes the sighting or the reading of a CSV file, nor holds it up', async () => {
  const text = fc.string({
    unit: fc.constantFrom(...`";,|\t\n\r\0 aÄ1.-='`, ES, 'Name', 'IBAN', 'Amount', '1.234,56', '\u202e', 'Total'),
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('utf8', 'utf16le', 'latin1'), async (csv, encoding) => {
      const read = async () => expect(await readPayrollBytes(Buffer.from(csv, encoding as BufferEncoding))).toHaveProperty('ok')
      expect(await cpuMs(read)).toBeLessThan(2_000)
    }),
    { numRuns: 1_000 },
  )
})

it('a proposed mapping is one that can be stored', async () => {
  const sighting = await inspectPayrollFile({ name: 'a.xlsx', bytes: makeXlsx([{ name: 'A', rows: [HEADER, GOOD] }]) })
  expect(sighting.kind === 'sighting' && mappingSchema.parse(JSON.parse(JSON.stringify(sighting.mapping)))).toEqual(
    sighting.kind === 'sighting' && sighting.mapping,
  )
})

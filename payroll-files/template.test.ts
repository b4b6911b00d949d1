import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalOf } from '@/events/money'
import { foreignIn } from '@/iso20022/charset'
import { makeIban } from '@/stack/test-runner/make-iban'
import { lostName } from './name'
import { type PayrollFile, readPayrollBytes } from './read-bytes'
import { latinKey } from './types'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const GOOD = '1001,José García,ES,ES91 2100 0418 4502 0005 1332,,EUR,3412.60'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const file = (...rows: string[]): Uint8Array => utf8(`${[HEADER, ...rows].join('\n')}\n`)
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))

function problems(result: PayrollFile): string[] {
  if (result.ok) return []
  return result.problems.map(({ row, field, reason }) =>
    [row === null ? null : `Row ${row}`, field, reason].filter((part) => part !== null).join(' | '),
  )
}

function lines(result: PayrollFile) {
  if (!result.ok) throw new Error(problems(result).join('\n'))
  return result.lines
}

describe('a payroll file in the template', () => {
  it('becomes lines', async () => {
    expect(lines(await readPayrollBytes(file(GOOD, '1002,"Sato, Hanako",jp,0001-234567,botkjpjt,jpy,300000')))).toEqual([
      {
        lineNumber: 2,
        employeeNumber: '1001',
        employeeName: 'José García',
        country: 'ES',
        account: 'ES9121000418450200051332',
        accountKind: 'iban',
        bic: null,
        currency: 'EUR',
        amountMinor: 341_260n,
      },
      {
        lineNumber: 3,
        employeeNumber: '1002',
        employeeName: 'Sato, Hanako',
        country: 'JP',
        account: '0001234567',
        accountKind: 'number',
        bic: 'BOTKJPJT',
        currency: 'JPY',
        amountMinor: 300_000n,
      },
    ])
  })

  it.each<[string, Uint8Array]>([
    ['a byte order mark', utf8(`\ufeff${HEADER}\n${GOOD}\n`)],
    ['Windows line ends and no last one', utf8(`${HEADER}\r\n${GOOD}`)],
    [
      'other columns order, case and spaces',
      utf8(
        `Amount, Currency ,BIC,Account,Country,Employee Name,EMPLOYEE_NUMBER\n3412.60,EUR,,ES9121000418450200051332,ES,José García,1001\n`,
      ),
    ],
    ['UTF-16 with its mark', utf16(`\ufeff${HEADER}\n${GOOD}`)],
    ['UTF-16 without it', utf16(`${HEADER}\n${GOOD}`)],
    ['Windows-1252', new Uint8Array(Buffer.from(`${HEADER}\n${GOOD}\n`, 'latin1'))],
    ['semicolons', utf8(`${HEADER}\n${GOOD}`.replaceAll(',', ';'))],
    ['tabs', utf8(`${HEADER}\n${GOOD}`.replaceAll(',', '\t'))],
    ['vertical bars', utf8(`${HEADER}\n${GOOD}`.replaceAll(',', '|'))],
    ['empty rows below, as spreadsheets leave them', file(GOOD, '', ',,,,,,', '')],
    [
      'everything in quotes',
      utf8(
        `${HEADER}\n${GOOD.split(',')
          .map((cell) => `"${cell}"`)
          .join(',')}\n`,
      ),
    ],
  ])('may have %s', async (_what, bytes) => {
    expect(lines(await readPayrollBytes(bytes))).toMatchObject([
      { employeeNumber: '1001', employeeName: 'José García', amountMinor: 341_260n },
    ])
  })

  it('keeps row numbers as the spreadsheet shows them', async () => {
    expect(lines(await readPayrollBytes(file('', GOOD)))[0]?.lineNumber).toBe(3)
  })

  it('notes what is worth a look: a shared account, a name that banks write in another way', async () => {
    const result = await readPayrollBytes(file(GOOD, GOOD.replace('1001', '1002'), '1003,Satō,JP,1234567,BOTKJPJT,JPY,1'))
    expect(result.ok && result.notes.map((note) => [note.row, note.field])).toEqual([
      [2, 'employee_name'],
      [3, 'employee_name'],
      [3, 'account'],
      [4, 'employee_name'],
    ])
  })

  it.each([
    ['佐藤,JP', 'no rule says how this name is written in them'],
    ['佐藤 Hanako,JP', 'no rule says'],
    ['محمد علي,KW', 'no rule says'],
    ['נועה לוי,IL', 'no rule says'],
    ['สมชาย ใจดี,TH', 'no rule says'],
    ['დავით ბერიძე,GE', 'By rule (the national system of Georgia, 2002) this name is "Davit Beridze"'],
    ['王小明,CN', 'By rule (Pinyin, GB/T 28039) this name is "Wang Xiaoming"'],
    ['Anna 😀,JP', 'Banks cannot carry "😀"'],
  ])('does not pay a name that banks do not carry, not even in part: %s', async (cells, reason) => {
    const found = problems(await readPayrollBytes(file(`1003,${cells},1234567,BOTKJPJT,USD,1.00`)))
    expect(found.filter((problem) => problem.startsWith('Row 2 | employee_name | '))).toEqual([expect.stringContaining(reason)])
  })

  it("notes a name as the company's bank has it, and where it is cut", async () => {
    const note = async (name: string, umlauts: 'one-letter' | 'two-letters') => {
      const result = await readPayrollBytes(file(GOOD.replace('José García', name)), null, false, { umlauts, latin: new Map() })
      return result.ok && result.notes[0]?.reason
    }
    expect(await note('Jürgen Groß', 'one-letter')).toBe('SEPA carries this name as "Jurgen Gross".')
    expect(await note('Jürgen Groß', 'two-letters')).toBe('SEPA carries this name as "Juergen Gross".')
    const long = `${'Ü'.repeat(30)} Müller-Öztürk`
    expect(await note(long, 'one-letter')).toBe(`SEPA carries this name as "${'U'.repeat(30)} Muller-Ozturk".`)
    expect(await note(long, 'two-letters')).toBe(
      `SEPA carries this name as "${'UE'.repeat(30)} Mueller-". It is cut there: "OEztuerk" does not fit the 70 characters that banks carry.`,
    )
  })

  it('pays a name as somebody of the company wrote it before', async () => {
    const latin = new Map([[latinKey('1003', '佐藤 花子'), { text: 'Hanako Sato', by: 'Carla Coordinator' }]])
    const result = await readPayrollBytes(file('1003,佐藤 花子,JP,1234567,BOTKJPJT,JPY,1'), null, false, { umlauts: 'one-letter', latin })
    expect(lines(result).map(({ employeeName }) => employeeName)).toEqual(['Hanako Sato'])
    expect(result.ok && result.notes[0]?.reason).toBe('"佐藤 花子" is paid as "Hanako Sato", as Carla Coordinator wrote it.')
    // Another person of that name.
    expect(
      problems(await readPayrollBytes(file('1004,佐藤 花子,JP,1234567,BOTKJPJT,JPY,1'), null, false, { umlauts: 'one-letter', latin })),
    ).toHaveLength(1)
  })

  /** What is left of a text that no rule refuses: one quote alone is refused, and so are letters that no bank carries, alone or together. */
  const nameOf = (text: string): string => {
    const signs = [...text.replace(/[\p{C}\s\u2060-\u206f\ufffd]/gu, '').replaceAll('"', '""')].filter((sign) => foreignIn(sign) === null)
    const name = `N${signs.join('')}`.normalize('NFC')
    return lostName(name, 'name') === null && foreignIn(name) === null && foreignIn(name.normalize('NFKC')) === null ? name : 'N'
  }

  it('reads back any lines that were written to it', () => {
    const row = fc.tuple(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
      fc.bigInt(1n, 99_999_999_999n),
      fc.nat(999_999_999),
    )
    return fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const written = rows.map(([name, currency, amountMinor, n], i) => ({
          number: `E${i}`,
          name: nameOf(name),
          currency,
          amountMinor,
          account: makeIban('DE', `370400440${String(n).padStart(9, '0')}`),
        }))
        const csv = written.map(
          (each) =>
            `${each.number},"${each.name.replaceAll('"', '""')}",DE,${each.account},,${each.currency},${decimalOf(each.amountMinor, each.currency)}`,
        )
        expect(
          lines(await readPayrollBytes(file(...csv))).map(({ employeeNumber, employeeName, currency, amountMinor, account }) => ({
            number: employeeNumber,
            name: employeeName,
            currency,
            amountMinor,
            account,
          })),
        ).toEqual(written)
      }),
    )
  })
})

describe('a file that is something else gets one sentence', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /is empty/],
    ['only spaces', utf8(' \n \n'), /is empty/],
    ['only a header', file(), /no payroll lines/],
    ['half an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), /workbook is damaged/],
    ['too many rows', utf8(`${HEADER}\n${`${GOOD}\n`.repeat(100_001)}`), /more than 100,000 payroll lines/],
    ['far too many rows', utf8(`${HEADER}\n${`${GOOD}\n`.repeat(250_000)}`), /more than 100,000 payroll lines/],
    ['too many bytes', new Uint8Array(65 * 1024 * 1024), /has 65 MB; at most 64 MB/],
  ])('%s', async (_what, bytes, sentence) => {
    const found = problems(await readPayrollBytes(bytes))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(sentence)
  })
})

const MISSING = 'amount | Which column holds the amount? Upload the file in the browser or to /api/payroll-imports, where this can be said.'

describe('the header', () => {
  it.each<[string, string, string | null]>([
    ['another word for a column', HEADER.replace('bic', 'swift_code'), null],
    ['a column more', `${HEADER},comment`, null],
    ['an empty column twice', `${HEADER},amount`, null],
    ['a column without a name', `${HEADER},`, null],
    ['a missing column', HEADER.replace(',amount', ''), MISSING],
    ['no header at all', GOOD, expect.stringMatching(/^No row seems to name the columns\..* Upload the file in the browser/)],
  ])('with %s', async (_what, header, expected) => {
    expect(problems(await readPayrollBytes(utf8(`${header}\n${GOOD}\n`)))).toEqual(expected === null ? [] : [expected])
  })
})

describe('amounts that can be read in two ways', () => {
  const amounts = (...cells: string[]): Uint8Array =>
    utf8(
      [HEADER, ...cells.map((cell, i) => `${i},Ana ${i},ES,ES9121000418450200051332,,EUR,${cell}`)]
        .join('\n')
        .replaceAll(',', ';')
        .replaceAll('_', ','),
    )
  it.each<[string, Uint8Array, Parameters<typeof readPayrollBytes>[1], bigint]>([
    ['by a comma', amounts('1_234'), 'point', 123_400n],
    ['by a point', amounts('1.234'), 'comma', 123_400n],
    ['whole, as euros', amounts('1234'), 'units', 123_400n],
    ['whole, as cents', amounts('1234'), 'cents', 1_234n],
  ])('%s: the answer says which field to send, and with it the file is read', async (_what, bytes, answer, amountMinor) => {
    expect(problems(await readPayrollBytes(bytes))).toEqual([
      expect.stringMatching(`^amounts \\| .* Send the field "amounts": .*${answer ?? ''} \\(`),
    ])
    expect(lines(await readPayrollBytes(bytes, answer))).toMatchObject([{ amountMinor }])
  })
  it('an answer to a question that was not asked changes nothing', async () => {
    expect(lines(await readPayrollBytes(file(GOOD), 'cents'))).toMatchObject([{ amountMinor: 341_260n }])
    expect(problems(await readPayrollBytes(amounts('1_234'), 'cents'))).toHaveLength(1)
  })
})

it('no bytes crash the reader', async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: fc.constantFrom(...`",;\n\r\t\0aEÄ1.-=\ufeff`), maxLength: 200 }).map((text) => file(text)),
  )
  await fc.assert(
    fc.asyncProperty(noise, async (bytes) => typeof (await readPayrollBytes(bytes)).ok === 'boolean'),
    { numRuns: 2_000 },
  )
})

it('reads 100,000 lines', async () => {
  const rows = Array.from(
    { length: 100_000 },
    (_, i) => `${i},Ana María ${i},ES,${makeIban('ES', String(10n ** 19n + BigInt(i)))},,EUR,${1_000 + (i % 3_000)}.50`,
  )
  expect(lines(await readPayrollBytes(file(...rows)))).toHaveLength(100_000)
})

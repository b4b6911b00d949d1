import { describe, expect, it } from 'vitest'
import { makeIban } from '@/stack/test-runner/make-iban'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { readWhole } from '@/stack/test-runner/read-whole'
import { sight, taken } from '@/stack/test-runner/taken'
import { inspectPayrollFile } from './inspect'
import { answered, mappingGaps } from './mapping'

const DE = 'DE89370400440532013000'
const FR = 'FR1420041010050500013M02606'
const ES = 'ES9121000418450200051332'
const CH = 'CH9300762011623852957'
const ANNA = makeIban('DE', '370400440000000017')
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const utf8 = (text: string): Uint8Array => Buffer.from(text)
const utf16le = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le')
const utf16be = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()

describe('exports map themselves', () => {
  it.each<[imitates: string, name: string, bytes: Uint8Array, preset: RegExp | null, lines: string[]]>([
    [
      'a German payment list as Excel saves it: semicolons, Windows-1252, decimal comma, no employee numbers',
      'lohn.csv',
      latin1(
        `IBAN;BIC;Empfänger;Betrag;Währung;Verwendungszweck\r\n${DE};COBADEFFXXX;Jürgen Groß;3.412,60;EUR;Lohn 11\r\n${ANNA};;Anna Weiß;950,5;EUR;Lohn 11\r\n`,
      ),
      /German/,
      [`Jürgen Groß / Jürgen Groß / ${DE} / COBADEFFXXX / EUR / 341260`, `Anna Weiß / Anna Weiß / ${ANNA} / - / EUR / 95050`],
    ],
    [
      'a UK BACS list: sort code and number, thousands by comma',
      'bacs.csv',
      utf8(
        'Sort Code,Account Number,Account Name,Amount,Reference\n20-00-00,55779911,Jane Smith,"2,100.00",NOV\n200415,12345678,Sam Jones,1850.75,NOV\n',
      ),
      /BACS/,
      ['Jane Smith / Jane Smith / 20000055779911 / - / GBP / 210000', 'Sam Jones / Sam Jones / 20041512345678 / - / GBP / 185075'],
    ],
    [
      'a US ACH list: routing numbers',
      'ach.csv',
      utf8('Routing Number,Account Number,Account Type,Name,Amount\n021000021,123456789,Checking,Mary Poe,4200.00\n'),
      /ACH/,
      ['Mary Poe / Mary Poe / 021000021123456789 / - / USD / 420000'],
    ],
    [
      'a Wise batch',
      'wise.csv',
      utf8(
        `name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN\nSample Lucia,l@example.test,Nov,PRIVATE,target,1200.50,GBP,EUR,${ES}\n`,
      ),
      /Wise/,
      [`Sample Lucia / Sample Lucia / ${ES} / - / EUR / 120050`],
    ],
    [
      'a French list: two name columns, spaces between thousands (NBSP, narrow NBSP), UTF-8 with byte order mark',
      'paie.csv',
      utf8(
        `\ufeffMatricule;Nom;Prénom;IBAN;BIC;Net à payer\r\n0017;Dupont;Éloïse;FR14 2004 1010 0505 0001 3M02 606;;1\u202f234,56\r\n0018;Petit;Léa;${ANNA};;2\u00a0000,00\r\n`,
      ),
      /French/,
      [`0017 / Éloïse Dupont / ${FR} / - / EUR / 123456`, `0018 / Léa Petit / ${ANNA} / - / EUR / 200000`],
    ],
    [
      'a Swiss list from a spreadsheet: UTF-16 little-endian with tabs ("Unicode text"), apostrophes, both kinds',
      'lohn.txt',
      utf16le(
        `Personalnummer\tVorname\tNachname\tIBAN\tBetrag\tWährung\r\n7\tUrs\tMüller\t${CH}\t5'200.00\tCHF\r\n8\tReto\tZürcher\t${ANNA}\t4’100.50\tCHF\r\n`,
      ),
      null,
      [`7 / Urs Müller / ${CH} / - / CHF / 520000`, `8 / Reto Zürcher / ${ANNA} / - / CHF / 410050`],
    ],
    [
      'UTF-16 big-endian with vertical bars',
      'pay.txt',
      utf16be(`Employee ID|Full Name|IBAN|Net Pay|Currency\n1|Ana Sample|${ES}|1234.56|EUR\n`),
      null,
      [`1 / Ana Sample / ${ES} / - / EUR / 123456`],
    ],
    [
      'a report with a preamble, an empty column, and a total below that agrees',
      'report.csv',
      utf8(
        `Sample Industries GmbH;;;;\nGehaltsliste November 2026;;;;\n\nPersonal-Nr.;Name;;IBAN;Auszahlungsbetrag (EUR)\n1;Groß Jürgen;;${DE};1.000,00\n2;Weiß Anna;;${ANNA};2.000,00\n\nSumme;;;;3.000,00\n`,
      ),
      null,
      [`1 / Groß Jürgen / ${DE} / - / EUR / 100000`, `2 / Weiß Anna / ${ANNA} / - / EUR / 200000`],
    ],
    [
      'a Spanish export with a quoted line break in a column that is not read, and sep= as Excel writes it',
      'nomina.csv',
      utf8(
        `sep=;\r\nCódigo empleado;Apellidos;Nombre;Dirección;Cuenta IBAN;Líquido;Moneda\r\n12;García;José;"Calle Mayor 1\r\nMadrid";${ES};1.234,56;EUR\r\n`,
      ),
      null,
      [`12 / José García / ${ES} / - / EUR / 123456`],
    ],
    [
      'numbers kept as text by a formula, and a currency sign in the amounts',
      'export.csv',
      utf8(`Emp No,Name,IBAN,Net Pay\n"=""0042""",Ana Sample,${ES},"€1,234.56"\n`),
      null,
      [`0042 / Ana Sample / ${ES} / - / EUR / 123456`],
    ],
    [
      'a Japanese list: number and BIC, yen',
      'jp.csv',
      utf8(
        'Employee Number,Name,Country,Account Number,SWIFT,Currency,Amount\n5,Sample Hanako,JP,0001234567,BOTKJPJT,JPY,"300,000"\n6,Sample Ken,JP,0001234568,BOTKJPJT,USD,"2,300.50"\n',
      ),
      null,
      ['5 / Sample Hanako / 0001234567 / BOTKJPJT / JPY / 300000', '6 / Sample Ken / 0001234568 / BOTKJPJT / USD / 230050'],
    ],
    [
      'a workbook with numbers, a number with leading zeros by its format, a double written out, a total below',
      'payroll.xlsx',
      makeXlsx([
        { name: 'Notes', rows: [['Made by', 'Sample']] },
        {
          name: 'Net pay',
          rows: [
            ['Sample Ltd'],
            [],
            ['Staff No', 'First Name', 'Surname', 'IBAN', 'Currency', 'Net Pay', 'Paid on'],
            [
              { xml: '<c r="{ref}" s="1"><v>42</v></c>' },
              'Ana',
              'Sample',
              ES,
              'EUR',
              { xml: '<c r="{ref}"><v>1234.5599999999999</v></c>' },
              { xml: '<c r="{ref}" s="2"><v>46351</v></c>' },
            ],
            [43, 'Ben', 'Sample', DE, 'EUR', 2000],
            ['Total', '', '', '', '', { xml: '<c r="{ref}"><f>SUM(F4:F5)</f><v>3234.56</v></c>' }],
          ],
        },
      ]),
      null,
      [`00000042 / Ana Sample / ${ES} / - / EUR / 123456`, `43 / Ben Sample / ${DE} / - / EUR / 200000`],
    ],
  ])('%s', async (_imitates, name, bytes, preset, lines) => {
    const result = await taken(name, bytes)
    expect(result.asked).toEqual([])
    expect(result.problems).toEqual([])
    expect(result.lines).toEqual(lines)
    expect(result.end).toMatchObject({ kind: 'end', refused: 0, problems: [] })
    if (preset) expect(result.sighting.from).toMatchObject({ kind: 'preset', name: expect.stringMatching(preset) })
    else expect(result.sighting.from).toEqual({ kind: 'headers' })
  })
})

describe('what only a person can say is asked', () => {
  const list = (...amounts: string[]): Uint8Array =>
    utf8(
      `No;Name;IBAN;Currency;Amount\n${amounts.map((amount, i) => `${i};N${i};${makeIban('DE', `37040044000000001${i}`)};EUR;${amount}`).join('\n')}\n`,
    )
  const AMOUNTS: [string, string[], string, string, (string | null)[]][] = [
    ['1,234 as thousands', ['1,234', '2,500'], 'amount-style', 'point', ['123400', '250000']],
    ['1,234 as decimals, which euros do not have', ['1,234'], 'amount-style', 'comma', [null]],
    ['1.234 as thousands', ['1.234'], 'amount-style', 'comma', ['123400']],
    ['whole numbers as units', ['2500', '1000'], 'amount-unit', 'whole units', ['250000', '100000']],
    ['whole numbers as cents', ['250050'], 'amount-unit', 'cents', ['250050']],
    ['two styles in one file', ['1.234,56', '1,234.56', '5.000'], 'amount-style', 'comma', ['123456', null, '500000']],
  ]
  it.each(AMOUNTS)('%s', async (_what, amounts, question, answer, expected) => {
    const { asked, lines, refused } = await taken('list.csv', list(...amounts), { [question]: answer, 'column:employee_number': 'No' })
    expect(asked.filter((id) => id.startsWith('amount'))).toEqual([question])
    expect(lines.map((line) => line.split(' / ').at(-1))).toEqual(expected.filter((each) => each !== null))
    expect(refused).toHaveLength(expected.filter((each) => each === null).length)
  })

  it('one other amount tells the style of all', async () => {
    const { asked, lines } = await taken('list.csv', list('1,234', '10.50'), { 'column:employee_number': 'No' })
    expect(asked).toEqual(['column:employee_number'])
    expect(lines.map((line) => line.split(' / ').at(-1))).toEqual(['123400', '1050'])
  })

  it('which of two columns is the amount, with examples from the file', async () => {
    const bytes = utf8(`Employee ID,Name,IBAN,Currency,Amount,Net Pay\n1,Ana,${ES},EUR,3000.00,2400.50\n`)
    const { questions } = await sight('two.csv', bytes)
    expect(questions).toMatchObject([
      { id: 'column:amount', options: [{ label: 'Amount (E): 3000.00' }, { label: 'Net Pay (F): 2400.50' }] },
    ])
    expect((await taken('two.csv', bytes, { 'column:amount': 'Net Pay' })).lines).toEqual([`1 / Ana / ${ES} / - / EUR / 240050`])
  })

  it('which currency, which country, and who is who', async () => {
    const bytes = utf8('Name,Account Number,BIC,Amount\nAna,1234567,BOTKJPJT,10.50\n')
    const { questions } = await sight('bare.csv', bytes)
    expect(questions.map(({ id }) => id)).toEqual(['column:employee_number', 'currency', 'column:country'])
  })

  it('which sheet', async () => {
    const rows = [
      ['Employee ID', 'Name', 'IBAN', 'Currency', 'Net Pay'],
      ['1', 'Ana', ES, 'EUR', 100],
    ]
    const bytes = makeXlsx([
      { name: 'October', rows },
      { name: 'November', rows },
      { name: 'Old', rows, state: 'hidden' },
    ])
    const { questions, sheets, mapping } = await sight('two.xlsx', bytes)
    expect(sheets).toEqual(['October', 'November'])
    expect(questions).toMatchObject([{ id: 'sheet', options: [{ label: 'October' }, { label: 'November' }] }])
    expect(mappingGaps(mapping)).toEqual([{ field: null, sentence: 'Choose the sheet to pay.' }])
    const november = answered(mapping, { sheet: 'November' })
    expect((await readWhole({ name: 'two.xlsx', bytes }, november)).lines).toHaveLength(1)
    // Last month's answer is not this month's.
    expect(await inspectPayrollFile({ name: 'two.xlsx', bytes }, november)).toMatchObject({
      from: { kind: 'remembered' },
      questions: [{ id: 'sheet' }],
    })
    expect(await inspectPayrollFile({ name: 'two.xlsx', bytes }, november, { sheet: 'November' })).toMatchObject({
      questions: [],
      mapping: { sheet: 'November' },
    })
  })

  it('a remembered mapping answers again, also when columns and preamble have moved, and asks when the amounts look different', async () => {
    const first = await sight('a.csv', utf8(`No;Name;IBAN;Currency;Amount\n1;Ana;${ES};EUR;1,234\n`))
    const mapping = first.questions.reduce((so, { options }) => answered(so, options[0]?.answer ?? {}), first.mapping)
    const moved = await inspectPayrollFile(
      { name: 'b.csv', bytes: utf8(`November\n\nAmount,IBAN,Name,No,Currency,Extra\n"12,50",${ES},Ana,1,EUR,x\n`) },
      mapping,
    )
    expect(moved).toMatchObject({ from: { kind: 'remembered' }, questions: [], mapping: { headerRow: 3, delimiter: ',' } })
    const other = await inspectPayrollFile({ name: 'c.csv', bytes: utf8(`No;Name;IBAN;Currency;Amount\n1;Ana;${ES};EUR;12.50\n`) }, mapping)
    expect(other).toMatchObject({ from: { kind: 'remembered' }, questions: [{ id: 'amount-style' }] })
  })
})

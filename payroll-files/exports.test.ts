import { describe, expect, it } from 'vitest'
import { makeIban } from '@/stack/test-runner/make-iban'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { taken } from '@/stack/test-runner/taken'

const DE = 'DE89370400440532013000'
const ANNA = makeIban('DE', '370400440000000017')
const ES = 'ES9121000418450200051332'
const FR = 'FR1420041010050500013M02606'
const PL = 'PL61109010140000071219812874'
const utf8 = (text: string): Uint8Array => Buffer.from(text)
/** Windows-1252, with its euro sign. */
const windows = (text: string): Uint8Array => Buffer.from(text.replaceAll('€', '\u0080'), 'latin1')
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

type Case = [imitates: string, name: string, bytes: Uint8Array, answers: Record<string, string>, lines: string[], notes?: string[]]
const EUR = { currency: 'EUR' }
const BY_NAME = { 'column:employee_number': 'None' }
const GERMAN: Case[] = [
  [
    'DATEV: preamble, account number beside IBAN, a sum below',
    'datev.csv',
    windows(
      `"DATEV";"Lohn"\r\n\r\n"Pers.-Nr.";"Name, Vorname";"Kontonummer";"IBAN";"Überweisungsbetrag"\r\n"00001";"Müller, Jürgen";"532013000";"${DE}";"2.345,67"\r\n"Summe";"";"";"";"2.345,67"\r\n`,
    ),
    EUR,
    [`00001 / Müller, Jürgen / ${DE} / - / EUR / 234567`],
    ['This row is a total and is left out.'],
  ],
  [
    'SAP list: ruled with dashes, bars on both sides, a starred total',
    'sap.txt',
    utf8(
      `Liste 11/2026\n------\n|Pers.Nr.|Name        |IBAN |  Betrag|Währg|\n------\n|00000101|Müller Anna |${DE}|2.345,67|EUR  |\n------\n|*       |            |     |2.345,67|EUR  |\n------\n`,
    ),
    {},
    [`00000101 / Müller Anna / ${DE} / - / EUR / 234567`],
    ['This row is a total and is left out.'],
  ],
  [
    'SAP report: whose name it is stands behind the word',
    'sap2.csv',
    utf8(`Personalnummer;Name des Mitarbeiters;IBAN;Währung;Betrag\n101;Anna Groß;${DE};Euro;2.345,67\n`),
    {},
    [`101 / Anna Groß / ${DE} / - / EUR / 234567`],
  ],
  [
    'Deutsche Bank template: whose it is stands before the word',
    'db.csv',
    utf8(`Auftraggeber IBAN;Begünstigter Name;Begünstigter IBAN;Betrag;Währung\n${ANNA};Jürgen Groß;${DE};3.412,60;EUR\n`),
    BY_NAME,
    [`Jürgen Groß / Jürgen Groß / ${DE} / - / EUR / 341260`],
  ],
  [
    'Excel: trailing delimiters, headings on each printed page, a page number and a signature below',
    'excel.csv',
    windows(
      `Personalnr;Name;IBAN;Betrag;Währung;;\r\n1;Anna;${DE};1.000,00 €;EUR;;\r\nPersonalnr;Name;IBAN;Betrag;Währung;;\r\n2;Ben;${ANNA};2.000,00 €;EUR;;\r\n;;;;;;\r\nSeite 1 von 1\r\nGeprüft von: ____;;;;;;\r\n`,
    ),
    {},
    [`1 / Anna / ${DE} / - / EUR / 100000`, `2 / Ben / ${ANNA} / - / EUR / 200000`],
    [
      'This row repeats the headings and is left out.',
      'This row has no name, account or amount and is left out.',
      'This row has no name, account or amount and is left out.',
    ],
  ],
  [
    'a list with subtotals: each agrees with the rows since the one before',
    'kst.csv',
    utf8(
      `Personalnr.;Name;IBAN;Betrag EUR\n1;Anna;${DE};1.000,00\nZwischensumme;;;1.000,00\n2;Ben;${ANNA};500,00\nZwischensumme;;;500,00\nGesamtsumme;;;1.500,00\n`,
    ),
    {},
    [`1 / Anna / ${DE} / - / EUR / 100000`, `2 / Ben / ${ANNA} / - / EUR / 50000`],
    Array<string>(3).fill('This row is a total and is left out.'),
  ],
  [
    'headings parted at the end of a line',
    'kopf.csv',
    utf8(`"Personal-\nnummer";Name;IBAN;"Auszahlungs-\nbetrag";Währung\n1;Anna;${DE};1.000,50;EUR\n`),
    {},
    [`1 / Anna / ${DE} / - / EUR / 100050`],
  ],
  [
    'Swiss: prices with a dash for the cents',
    'ch.csv',
    utf8(`Personalnummer;Name;IBAN;Betrag CHF\n1;Urs;${DE};5'200.-\n2;Reto;${ANNA};CHF 5’200.50\n`),
    {},
    [`1 / Urs / ${DE} / - / CHF / 520000`, `2 / Reto / ${ANNA} / - / CHF / 520050`],
  ],
]

const ENGLISH: Case[] = [
  [
    'Sage UK: sort codes say country and currency, a total without words below',
    'sage.csv',
    utf8(
      'Employee Reference,Employee Name,Bank Account Name,Bank Sort Code,Bank Account No,Net Pay\n1,Jane Smith,J SMITH,20-00-00,55779911,"1,850.75"\n,,,,,"1,850.75"\n',
    ),
    {},
    ['1 / Jane Smith / 20000055779911 / - / GBP / 185075'],
    ['This row is a total and is left out.'],
  ],
  [
    'ADP: routing numbers say country and which dollars',
    'adp.csv',
    utf8(
      '"Payroll Name","Net Pay","Bank ABA","Account Number"\n"Poe, Mary","$4,200.00","021000021","0123456789"\n"Totals","$4,200.00","",""\n',
    ),
    BY_NAME,
    ['Poe, Mary / Poe, Mary / 0210000210123456789 / - / USD / 420000'],
    ['This row is a total and is left out.'],
  ],
  [
    'Workday: workers',
    'workday.xlsx',
    makeXlsx([
      {
        name: 'Settlement',
        rows: [
          ['Payroll'],
          [],
          ['Worker', 'Employee ID', 'Bank Name', 'IBAN', 'Currency', 'Net Amount'],
          ['Ana Sample', '7', 'Sample', ES, 'EUR', 1999],
        ],
      },
    ]),
    {},
    [`7 / Ana Sample / ${ES} / - / EUR / 199900`],
  ],
  [
    'Airwallex batch: headings with a star, two currency columns that say the same',
    'airwallex.csv',
    utf8(
      `Beneficiary Name*,Bank Country*,Account Currency*,Account Number / IBAN*,SWIFT Code,Transfer Amount*,Transfer Currency*\nSample Hanako,JP,JPY,0001234567,BOTKJPJT,"300,000",JPY\nLucia Sample,ES,EUR,${ES},CAIXESBBXXX,1200.50,EUR\n`,
    ),
    BY_NAME,
    [
      'Sample Hanako / Sample Hanako / 0001234567 / BOTKJPJT / JPY / 300000',
      `Lucia Sample / Lucia Sample / ${ES} / CAIXESBBXXX / EUR / 120050`,
    ],
  ],
  [
    'Revolut bulk: where a person lives is not where the account is',
    'revolut.csv',
    utf8(`Name,IBAN,BIC,Currency,Amount,Recipient country\nJo Sample,${DE},COBADEFFXXX,EUR,900.5,FR\n`),
    BY_NAME,
    [`Jo Sample / Jo Sample / ${DE} / COBADEFFXXX / EUR / 90050`],
  ],
  [
    'Wise batch by sort code: amountCurrency is no currency',
    'wise.csv',
    utf8(
      'name,amountCurrency,amount,sourceCurrency,targetCurrency,sortCode,accountNumber\nJane Smith,source,1200.50,GBP,GBP,231470,28821822\n',
    ),
    BY_NAME,
    ['Jane Smith / Jane Smith / 23147028821822 / - / GBP / 120050'],
  ],
  [
    'country names in place of codes, beside IBANs that say it',
    'country.csv',
    utf8(`Employee ID,Name,Country,IBAN,Amount,Currency\n1,Ana,Spain,${ES},10.50,€\n2,Ben,Deutschland,${DE},11.50,EUR\n`),
    {},
    [`1 / Ana / ${ES} / - / EUR / 1050`, `2 / Ben / ${DE} / - / EUR / 1150`],
  ],
  [
    'IBANs with the word in front and in small letters, numbers marked as text by an apostrophe',
    'iban.csv',
    utf8(`Employee ID;Name;IBAN;Net Pay;Currency\n'0001;'t Hart;IBAN: de89 3704 0044 0532 0130 00;10,50;EUR\n2;Ben;'${ANNA};11,50;EUR\n`),
    {},
    [`0001 / 't Hart / ${DE} / - / EUR / 1050`, `2 / Ben / ${ANNA} / - / EUR / 1150`],
  ],
  [
    'an inch mark and a nickname in quotes, unquoted',
    'quotes.csv',
    utf8(`Employee ID;Name;Note;IBAN;Amount;Currency\n1;Robert "Bob" Smith;5" desk;${ES};1.234,56;EUR\n2;Ben;;${DE};99,00;EUR\n`),
    {},
    [`1 / Robert "Bob" Smith / ${ES} / - / EUR / 123456`, `2 / Ben / ${DE} / - / EUR / 9900`],
  ],
  [
    'yen with commas, which can have no decimals',
    'jpy.csv',
    utf8('Employee ID,Name,Country,Account Number,BIC,Currency,Amount\n1,Ken,JP,1234567,BOTKJPJT,JPY,"300,000"\n'),
    {},
    ['1 / Ken / 1234567 / BOTKJPJT / JPY / 300000'],
  ],
]

const OTHERS: Case[] = [
  [
    'French: of two last names a person says which; the first name alone is never the whole',
    'fr.csv',
    utf8(`Matricule;Nom de naissance;Nom d'usage;Prénom;IBAN;Net à payer (€)\n1;Martin;Dupont;Éloïse;${FR};1234,56\n`),
    { 'column:last_name': "Nom d'usage" },
    [`1 / Éloïse Dupont / ${FR} / - / EUR / 123456`],
  ],
  [
    'Polish: Windows-1250, an account without its country',
    'pl.csv',
    bytes(
      'Nr ewidencyjny;Nazwisko i imi',
      0xea,
      ';Numer rachunku;Kraj;Kwota;Waluta\r\n1;Wi',
      0x9c,
      'niewski Micha',
      0xb3,
      `owski;${PL.slice(2)};PL;4 567,89;PLN\r\n`,
    ),
    {},
    [`1 / Wiśniewski Michałowski / ${PL} / - / PLN / 456789`],
  ],
  [
    'Japanese: Shift JIS, yen without a question',
    'jp.csv',
    // 社員番号,氏名,国,口座番号,SWIFT,通貨,支給額
    bytes(
      ...Buffer.from('8ed088f594d48d862c8e8196bc2c8d912c8cfb8dc094d48d862c', 'hex'),
      'SWIFT,',
      ...Buffer.from('92ca89dd2c8e788b8b8a7a0a', 'hex'),
      '1001,Yamada Taro,JP,1234567,BOTKJPJT,JPY,300000\n',
    ),
    {},
    ['1001 / Yamada Taro / 1234567 / BOTKJPJT / JPY / 300000'],
  ],
  [
    'Turkish',
    'tr.csv',
    utf8('Sicil No;Adı Soyadı;IBAN;Net Ücret;Para Birimi\n1;Ayşe Yılmaz;TR330006100519786457841326;45.678,90;TRY\n'),
    {},
    ['1 / Ayşe Yılmaz / TR330006100519786457841326 / - / TRY / 4567890'],
  ],
  [
    'Portuguese: one word is the whole name',
    'pt.csv',
    utf8('Nº Funcionário;Nome;IBAN;Valor Líquido;Moeda\n1;João Conceição;PT50000201231234567890154;1.234,56;EUR\n'),
    {},
    ['1 / João Conceição / PT50000201231234567890154 / - / EUR / 123456'],
  ],
]

describe.each([
  ['German', GERMAN],
  ['English', ENGLISH],
  ['other', OTHERS],
])('%s exports', (_language, cases) => {
  it.each(cases)('%s', async (_imitates, name, file, answers, lines, notes) => {
    const result = await taken(name, file, answers)
    expect(result.asked).toEqual(Object.keys(answers))
    expect(result.lines).toEqual(lines)
    if (lines.length > 0) expect(result.problems).toEqual([])
    const leftOut = result.notes.map(({ reason }) => reason).filter((reason) => reason.endsWith('left out.'))
    expect(leftOut).toEqual(notes ?? [])
  })
})

it('an IBAN that a spreadsheet has shortened is named as that', async () => {
  const { problems } = await taken('a.csv', utf8(`Employee ID;Name;IBAN;Net Pay EUR\n1;Ana;${ES};10,50\n2;Ben;1,23E+15;10,50\n`))
  expect(problems).toEqual(['3 IBAN (C): A spreadsheet has shortened this number: format the column as text and enter the whole number.'])
})

it('an employee number alone is a person whose pay is missing, not a line of words', async () => {
  const { problems } = await taken('a.csv', utf8(`Employee ID;Name;IBAN;Net Pay EUR\n1;Ana;${ES};10,50\n1002;;;\n`))
  expect(problems.map((problem) => problem.slice(0, 1))).toEqual(['3', '3', '3'])
})

import { describe, expect, it } from 'vitest'
import { makeIban } from '@/stack/test-runner/make-iban'
import { RULES, readWhole } from '@/stack/test-runner/read-whole'
import { inspectPayrollFile } from './inspect'
import { answered, type Mapping } from './mapping'
import { readPayrollFile } from './read'
import type { PayrollRules } from './types'

const DE = 'DE89370400440532013000'
const OTHER = makeIban('DE', '370400440000000017')

async function mapped(text: string): Promise<{ file: { name: string; bytes: Uint8Array }; mapping: Mapping }> {
  const file = { name: 'a.csv', bytes: Buffer.from(text) }
  const sighting = await inspectPayrollFile(file)
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  return { file, mapping: sighting.questions.reduce((so, { options }) => answered(so, options[0]?.answer ?? {}), sighting.mapping) }
}

async function read(text: string, rules: PayrollRules = RULES) {
  const { file, mapping } = await mapped(text)
  const whole = await readWhole(file, mapping, rules)
  if (typeof whole.end === 'string') throw new Error(whole.end)
  return { ...whole, end: whole.end, said: whole.refused.flatMap(({ row, reasons }) => reasons.map((reason) => `${row} ${reason}`)) }
}

describe('a row is refused by its column as the file names it', () => {
  const BACS = 'Sort Code,Account Number,Account Name,Amount,Reference'
  const ACH = 'Routing Number,Account Number,Account Type,Name,Amount'
  const LIST = 'Employee ID;Name;IBAN;BIC;Currency;Amount'
  it.each<[string, string, string[]]>([
    [
      'a sort code and an account whose zeros a spreadsheet has dropped',
      `${BACS}\n1234,1234567,Jane,1.50,x\n`,
      [
        '2 Sort Code (A): A sort code has 6 digits; this one has 4. Spreadsheets drop leading zeros: format the column as text.',
        '2 Account Number (B): An account number with a sort code has 8 digits; this one has 7. Spreadsheets drop leading zeros: format the column as text.',
      ],
    ],
    [
      'a mistyped routing number',
      `${ACH}\n021000022,123456,Checking,Mary,1.50\n`,
      ['2 Routing Number (A): This routing number has a wrong check digit. Check for a mistyped digit.'],
    ],
    [
      'a number shortened by a spreadsheet',
      `${ACH}\n021000021,1.23457E+11,Checking,Mary,1.50\n`,
      ['2 Account Number (B): A spreadsheet has shortened this number: format the column as text and enter the whole number.'],
    ],
    [
      'a BIC of another country',
      `${LIST}\n1;Ana;${DE};BBVAESMM;EUR;1,50\n`,
      ['2 BIC (D): This BIC belongs to a bank in ES, but the account is in DE.'],
    ],
    [
      'the same employee with other pay',
      `${LIST}\n1;Ana;${DE};;EUR;1,50\n1;Ana;${DE};;EUR;2,50\n`,
      ['3 Employee ID (A): This employee number is already in row 2.'],
    ],
    [
      'one person, whose number a spreadsheet made a fraction of, or took zeros off',
      `${LIST}\n12;Ana;${DE};;EUR;1,50\n12.0;Ana;${DE};;EUR;1,50\n0012;Ana;${DE};;EUR;2,50\n`,
      ['3 This line repeats row 2: same employee, account and amount.', '4 Employee ID (A): This employee number is already in row 2.'],
    ],
    [
      'the same line twice',
      `${LIST}\n1;Ana;${DE};;EUR;1,50\n1;Ana;${DE};;EUR;1,50\n`,
      ['3 This line repeats row 2: same employee, account and amount.'],
    ],
    [
      'an amount with the delimiter in it',
      `${LIST.replaceAll(';', ',')}\n1,Ana,${DE},,EUR,1.50\n2,Ben,${OTHER},,EUR,1,234.50\n`,
      ['3 This row has 7 cells, the header has 6. If an amount or a name contains a comma, put it in quotes.'],
    ],
  ])('%s', async (_what, text, expected) => expect((await read(text)).said).toEqual(expected))

  it('a currency without an account, an amount over the company’s limit', async () => {
    const rules = { ...RULES, currencies: { EUR: 500_000n, GBP: null } }
    expect((await read(`${LIST}\n1;Ana;${DE};;USD;1,50\n2;Ben;${OTHER};;EUR;5.000,01\n`, rules)).said).toEqual([
      '2 Currency (E): The company has no account in USD. It pays in EUR, GBP.',
      "3 Amount (F): The amount is over the company's limit of 5000.00 EUR for one payment.",
    ])
  })

  it('two people of one name are told apart by employee numbers only', async () => {
    const { said } = await read(
      `IBAN;BIC;Empfänger;Betrag;Währung;Verwendungszweck\n${DE};;Jan Groß;1,50;EUR;x\n${OTHER};;Jan Groß;2,50;EUR;x\n`,
    )
    expect(said).toEqual([
      '3 Empfänger (C): This name is already in row 2, with different pay. Two people with the same name need employee numbers.',
    ])
  })
})

describe('what is worth a look', () => {
  const notes = async (rows: string): Promise<string[]> =>
    (await read(`Employee ID;Name;IBAN;BIC;Currency;Amount\n${rows}`)).notes.map(({ row, reason }) => `${row} ${reason}`)
  it.each<[string, string, string[]]>([
    ['the name as the bank will get it', `1;Jürgen Groß;${DE};;EUR;1,50\n`, ['2 SEPA will show this name as "Jurgen Gross".']],
    [
      'a shared account',
      `1;Ana;${DE};;EUR;1,50\n2;Ben;${DE};;EUR;1,50\n`,
      ['3 This account is also paid in row 2, for another employee number.'],
    ],
    [
      'a country SEPA does not reach, by the list and its date',
      `1;Ana;XK051212012345678906;;EUR;1,50\n`,
      ['2 XK is not in SEPA (list of 2026-01-01). This payment goes by SWIFT, which is slower and has fees.'],
    ],
    ['a total that agrees', `1;Ana;${DE};;EUR;1,50\nGesamt;;;;;1,50\n`, ['3 This row is a total and is left out.']],
    [
      'a total that does not',
      `1;Ana;${DE};;EUR;1,50\nSumme:;;;;;2,50\n`,
      ['3 This row is a total and is left out. It says 2.50 EUR, but the rows above add up to 1.50.'],
    ],
    ['a total without words', `1;Ana;${DE};;EUR;1,50\n;;;;;1,50\n`, ['3 This row is a total and is left out.']],
  ])('%s', async (_what, rows, expected) => expect(await notes(rows)).toEqual(expected))

  it('a person called Total is paid', async () => {
    expect((await read(`Employee ID;Name;IBAN;BIC;Currency;Amount\n1;Total Sample;${DE};;EUR;1,50\n`)).lines).toHaveLength(1)
  })
})

it('the same pay is read the same, whatever the format, the order of columns and the style of amounts', async () => {
  const one = await read(`Employee ID;Name;IBAN;Currency;Amount\n1;Ana;${DE};EUR;1.000,50\n`)
  const other = await read(`Amount,Name,Employee ID,Currency,IBAN\n"1,000.50",Ana,1,EUR,${DE}\n`)
  expect(one.lines).toEqual(other.lines)
})

it('a preview ends after so many rows', async () => {
  const { file, mapping } = await mapped(`Employee ID;Name;IBAN;Currency;Amount\n1;Ana;${DE};EUR;1,50\n2;Ben;${OTHER};EUR;1,50\n`)
  const steps = []
  for await (const step of readPayrollFile(file, mapping, RULES, { rowsMax: 1 })) steps.push(step)
  expect(steps).toMatchObject([
    { kind: 'batch', lines: [{ employeeName: 'Ana' }] },
    { kind: 'end', lines: 1 },
  ])
})

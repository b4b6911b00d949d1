import { describe, expect, it } from 'vitest'
import { PROBLEMS_MAX } from './payroll-problems'
import { type PayrollFile, readPayrollBytes } from './read-bytes'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const GOOD = '1001,José García,ES,ES91 2100 0418 4502 0005 1332,,EUR,3412.60'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const file = (...rows: string[]): Uint8Array => utf8(`${[HEADER, ...rows].join('\n')}\n`)

function problems(result: PayrollFile): string[] {
  if (result.ok) return []
  return result.problems.map(({ row, field, reason }) =>
    [row === null ? null : `Row ${row}`, field, reason].filter((part) => part !== null).join(' | '),
  )
}

describe('a row is refused by column and reason', () => {
  const row = (change: Partial<Record<'number' | 'name' | 'country' | 'account' | 'bic' | 'currency' | 'amount', string>>): string => {
    const all = {
      number: '1001',
      name: 'José García',
      country: 'ES',
      account: 'ES9121000418450200051332',
      bic: '',
      currency: 'EUR',
      amount: '3412.60',
      ...change,
    }
    return [all.number, all.name, all.country, all.account, all.bic, all.currency, all.amount]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(',')
  }
  const number = { country: 'JP', account: '1234567', bic: 'BOTKJPJT', currency: 'JPY', amount: '300000' }

  it.each<[string, Parameters<typeof row>[0], string]>([
    ['no employee number', { number: '' }, 'employee_number | The employee number is empty.'],
    ['no name', { name: ' ' }, 'employee_name | The name is empty.'],
    ['a long name', { name: 'a'.repeat(71) }, 'employee_name | The name has 71 characters. Banks accept 70.'],
    [
      'a formula for a name',
      { name: '=1+1' },
      'employee_name | The name begins with "=". Spreadsheets would run it as a formula, so write it differently.',
    ],
    [
      'another formula',
      { name: '@SUM(A1)' },
      'employee_name | The name begins with "@". Spreadsheets would run it as a formula, so write it differently.',
    ],
    [
      'a lost letter',
      { name: 'Jos\ufffd' },
      'employee_name | A letter of the name was lost when the file was saved (\ufffd). Write it again.',
    ],
    [
      'a name of question marks',
      { name: '???? ????' },
      'employee_name | Letters of the name were lost when the file was saved (?). Write it again.',
    ],
    ['one lost letter', { name: 'M?ller' }, 'employee_name | Letters of the name were lost when the file was saved (?). Write it again.'],
    [
      'letters a database did not know',
      { name: 'Ana ¿¿¿' },
      'employee_name | Letters of the name were lost when the file was saved (¿). Write it again.',
    ],
    [
      'a name that ends in dots',
      { name: 'Maximilian Freiherr v...' },
      'employee_name | Letters of the name were lost when the file was saved (...). Write it again.',
    ],
    ['a name of digits', { name: '12 34' }, 'employee_name | The name has no letters. Write it again.'],
    ['a name of marks', { name: "'. ." }, 'employee_name | The name has no letters. Write it again.'],
    ['an error of a spreadsheet', { name: '#REF!' }, 'employee_name | "#REF!" is a spreadsheet error, not a name. Write it again.'],
    ['no name given', { name: 'n/a' }, 'employee_name | "n/a" is not a name. Write it again.'],
    ['a word for nothing', { name: 'NULL' }, 'employee_name | "NULL" is not a name. Write it again.'],
    [
      'an error for a number',
      { number: '#N/A' },
      'employee_number | "#N/A" is a spreadsheet error, not an employee number. Write it again.',
    ],
    ['a NUL byte', { name: 'Jo\0se' }, 'employee_name | This contains a NUL byte. Type it again.'],
    ['a line break', { name: 'Jo\nse' }, 'employee_name | This contains a line break. Type it again.'],
    ['a right-to-left mark', { name: 'Jo\u200fse' }, 'employee_name | This contains a control character or invisible mark. Type it again.'],
    [
      'an unknown country',
      { country: 'ZZ' },
      'country | "ZZ" is not a country that PayLedger knows. Write its code, two letters such as DE.',
    ],
    ['no country', { country: '' }, 'country | The country is empty.'],
    ['no account', { account: '' }, 'account | The account is empty.'],
    [
      'a mistyped IBAN',
      { account: 'ES9121000418450200051333' },
      'account | This IBAN has a wrong check digit. Check for a mistyped digit.',
    ],
    ['a short IBAN', { account: 'ES912100041845020005133' }, 'account | An IBAN of ES has 24 characters; this one has 23.'],
    [
      'an O for a 0',
      { account: 'ES912100O418450200051332' },
      'account | This does not have the form of an IBAN of ES. Check for letters in place of digits, such as O for 0.',
    ],
    ['an IBAN of nowhere', { account: 'ZZ9121000418450200051332' }, 'account | No IBAN begins with "ZZ".'],
    [
      'an IBAN of another country',
      { country: 'DE' },
      'account | This is an IBAN of ES, but the country is DE. The country must be where the account is held.',
    ],
    ['a number where IBANs are used', { account: '0123456789' }, 'account | Accounts in ES have IBANs; this is not an IBAN.'],
    ['a number without a BIC', { ...number, bic: '' }, 'bic | An account number needs the BIC of its bank.'],
    ['a number with odd characters', { ...number, account: '12/34567' }, 'account | An account number has 4 to 34 letters and digits.'],
    [
      'a malformed BIC',
      { bic: 'BBVAES' },
      'bic | This is not a BIC. A BIC has 8 or 11 letters and digits, such as DEUTDEFF or BBVAESMM123.',
    ],
    ['a BIC of nowhere', { bic: 'BBVAZZMM' }, 'bic | This BIC has the country "ZZ", which does not exist.'],
    ['a BIC of another country', { bic: 'COBADEFF' }, 'bic | This BIC belongs to a bank in DE, but the account is in ES.'],
    [
      'an unknown currency',
      { currency: 'EUX' },
      'currency | "EUX" is not a currency that PayLedger knows. Write its code, three letters such as EUR.',
    ],
    ['no currency', { currency: '' }, 'currency | The currency is empty.'],
    ['no amount', { amount: '' }, 'amount | The amount is empty.'],
    ['zero', { amount: '0.00' }, 'amount | The amount is zero.'],
    ['a negative amount', { amount: '-10.00' }, 'amount | The amount is negative.'],
    ['brackets for negative', { amount: '(10.00)' }, 'amount | The amount is negative.'],
    ['too few decimals', { amount: '3412.6' }, 'amount | Amounts in EUR have 2 decimals; this one has 1.'],
    ['no decimals', { amount: '3412' }, 'amount | Amounts in EUR have 2 decimals; this one has none.'],
    ['too many decimals', { amount: '3412.600' }, 'amount | Amounts in EUR have 2 decimals; this one has 3.'],
    ['decimals of yen', { ...number, amount: '300000.00' }, 'amount | Amounts in JPY have no decimals.'],
    [
      'thousands separators',
      { amount: '3,412.60' },
      'amount | Write the amount without thousands separators and with a decimal point, such as 3412.60.',
    ],
    [
      'continental style',
      { amount: '3.412,60' },
      'amount | Write the amount without thousands separators and with a decimal point, such as 3412.60.',
    ],
    ['a decimal comma', { amount: '3412,60' }, 'amount | Write the amount with a decimal point, such as 3412.60.'],
    [
      'a currency in the amount',
      { amount: 'EUR 3412.60' },
      'amount | Write the amount without a currency. The currency has its own column.',
    ],
    ['a currency sign', { amount: '€3412.60' }, 'amount | Write the amount without a currency. The currency has its own column.'],
    ['an exponent', { amount: '3.4e3' }, 'amount | This is not an amount. Write it like 3412.60.'],
    ['more than SEPA carries', { amount: '1000000000.00' }, 'amount | The amount is over the limit of 999999999.99 EUR for one payment.'],
    [
      'more than we carry by SWIFT',
      { ...number, amount: '10000000000000' },
      'amount | The amount is over the limit of 9999999999999 JPY for one payment.',
    ],
  ])('%s', async (_what, change, expected) => {
    expect(problems(await readPayrollBytes(file(row(change))))).toEqual([`Row 2 | ${expected}`])
  })

  it('gives all of its problems at once, with those of the other rows', async () => {
    const found = problems(
      await readPayrollBytes(
        file(
          GOOD,
          row({ number: '', account: 'ES9121000418450200051333', currency: 'XXX', amount: '1,5' }),
          row({ number: '7', amount: '0.00' }),
        ),
      ),
    )
    expect(found.map((problem) => problem.split(' | ').slice(0, 2).join(' '))).toEqual([
      'Row 3 employee_number',
      'Row 3 currency',
      'Row 3 account',
      'Row 3 amount',
      'Row 4 amount',
    ])
  })

  it.each([
    ['a row that is too short', 'Row 3 | This row has 6 cells, the header has 7.', '1002,Ana,ES,ES9121000418450200051332,,EUR'],
    [
      'an unquoted comma',
      'Row 3 | This row has 8 cells, the header has 7. If an amount or a name contains a comma, put it in quotes.',
      '1002,Ana,ES,ES9121000418450200051332,,EUR,3,412.60',
    ],
    ['the same line again', 'Row 3 | This line repeats row 2: same employee, account and amount.', GOOD],
    [
      'a quote in the middle of a name',
      'Row 3 | employee_name | The name contains a single quote mark ("), so it may not end where it should. Write it again.',
      '1002,A"na,ES,ES9121000418450200051332,,EUR,1.00',
    ],
    [
      'letters read in a wrong encoding and saved again',
      'Row 3 | employee_name | Letters of the name were garbled when the file was saved (Ã¼). Write it again.',
      '1002,JÃ¼rgen,ES,ES9121000418450200051332,,EUR,1.00',
    ],
    ['the same employee again', 'Row 3 | employee_number | This employee number is already in row 2.', GOOD.replace('3412.60', '1.00')],
  ])('%s', async (_what, expected, second) => expect(problems(await readPayrollBytes(file(GOOD, second)))).toEqual([expected]))

  it.each([
    ['half a quote to the end', '"1002,Ana,ES,ES9121000418450200051332,,EUR,1.00'],
    ['something behind a closing quote', '1002,"Ana"s,ES,ES9121000418450200051332,,EUR,1.00'],
  ])('%s is named, with the problems of the rows before it', async (_what, second) => {
    expect(problems(await readPayrollBytes(file(row({ amount: '0.00' }), second, GOOD)))).toEqual(
      expect.arrayContaining([
        'Row 2 | amount | The amount is zero.',
        expect.stringMatching(/^Row 3 \| This row opens a quote \("\) and does not close it/),
      ]),
    )
  })

  it('are 1,000 at most, and then how many more', async () => {
    const result = await readPayrollBytes(file(...Array.from({ length: 3_000 }, (_, i) => row({ number: String(i), amount: '0.00' }))))
    expect(result.ok).toBe(false)
    expect(problems(result)).toHaveLength(PROBLEMS_MAX + 1)
    expect(problems(result).at(-1)).toBe('And 2,000 more.')
  })
})

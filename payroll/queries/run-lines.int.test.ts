/** What an approver is shown to be different since the run before. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approvedRun, done, draftRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type LineChoice, listGone, listLines } from './run-lines'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const [LUCIA, JURGEN] = ['ES9121000418450200051332', 'DE89370400440532013000']
const OCTOBER = `${HEADER}
1,Lucía García,ES,${LUCIA},,EUR,1000.00
2,Jürgen Groß,DE,${JURGEN},,EUR,1000.00
3,Zoë van der Berg,NL,NL91ABNA0417164300,,EUR,1000.00
4,Anaïs Lefèvre,FR,FR1420041010050500013M02606,,EUR,1000.00
5,Hanako Sato,JP,000123456789,BOTKJPJT,JPY,300000
`
/** The same account, another account, 25 % more, 25.01 % more, somebody new; Hanako is not paid. */
const NOVEMBER = `${HEADER}
1,Lucía García,ES,${LUCIA},,EUR,1000.00
2,Jürgen Groß,DE,DE02120300000000202051,,EUR,1000.00
3,Zoë van der Berg,NL,NL91ABNA0417164300,,EUR,1250.00
4,Anaïs Lefèvre,FR,FR1420041010050500013M02606,,EUR,1250.10
6,Łukasz Wójcik,PL,PL61109010140000071219812874,,PLN,5000.00
`
const EVERYONE = { userId: 'approver', companies: null }

let test: TestLedger
let october: string
let november: string

beforeAll(async () => {
  test = await testLedger()
  october = (await approvedRun(test, OCTOBER, '2026-10')).id
  november = done(await draftRun(test, NOVEMBER, '2026-11')).id
})
afterAll(() => test.close())

const lines = (only: LineChoice, text: string | null = null, after = 0, viewer: Parameters<typeof listLines>[1] = EVERYONE) =>
  listLines(test.ledger, viewer, november, { only, text, after })
const numbers = async (only: LineChoice, text?: string) => (await lines(only, text)).rows.map((line) => line.employeeNumber)

it('says of each line what is different, and counts the differences', async () => {
  const { rows, total, differences, nextAfter } = await lines('all')
  expect(rows.map((line) => [line.employeeNumber, line.since, line.beforeMinor])).toEqual([
    ['1', 'same', '100000'],
    ['2', 'account', '100000'],
    ['3', 'changed', '100000'],
    ['4', 'moved', '100000'],
    ['6', 'new', null],
  ])
  expect({ total, nextAfter }).toEqual({ total: 5, nextAfter: null })
  expect(differences).toEqual({ new: 1, gone: 1, account: 1, moved: 1, changed: 1 })
})

it('leaves of the lines what a choice or a name asks for', async () => {
  expect(await numbers('changed')).toEqual(['2', '3', '4', '6'])
  expect(await numbers('look')).toEqual(['2', '4', '6'])
  expect(await numbers('stopped')).toEqual([])
  expect(await numbers('all', 'LEFÈVRE')).toEqual(['4'])
  expect(await numbers('all', '%')).toEqual([])
  expect(await numbers('all', '_')).toEqual([])
  expect((await lines('all', null, 4)).rows.map((line) => line.lineNumber)).toEqual([5, 6])
})

it.each([
  ['garcia', '1'],
  ['García', '1'],
  ['  GARCIA lucia ', '1'],
  ['gross', '2'],
  ['zoe van', '3'],
  ['lukasz wojcik', '6'],
  ['Lefe\u0300vre 4', '4'],
])('finds by %s whose name has those letters, accents or not', async (typed, number) => {
  expect(await numbers('all', typed)).toEqual([number])
})

it('names who is gone', async () => {
  expect(await listGone(test.ledger, EVERYONE, november)).toEqual([
    { employeeNumber: '5', name: 'Hanako Sato', accountCountry: 'JP', accountLast4: '6789', amountMinor: '300000', currency: 'JPY' },
  ])
})

it('tells nothing different of a first run', async () => {
  const { rows, differences } = await listLines(test.ledger, EVERYONE, october, { only: 'all', text: null, after: 0 })
  expect(differences).toBeNull()
  expect(rows.map((line) => line.since)).toEqual([null, null, null, null, null])
})

it('shows nothing to whoever works for other companies', async () => {
  const stranger = { userId: 'stranger', companies: [randomUUID()] }
  expect((await lines('all', null, 0, stranger)).rows).toEqual([])
  expect(await listGone(test.ledger, stranger, november)).toEqual([])
})

/** What an approver is shown to be different since each person was last paid. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { approvedRun, callOf, done, draftRun, PAY_DATE, PREPARER, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { openLedger } from '../transaction/open-ledger'
import type { RunKind } from './run-kind'
import { type LineChoice, listGone, listLines } from './run-lines'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const [LUCIA, JURGEN] = ['ES9121000418450200051332', 'DE89370400440532013000']
const NOVEMBER = `${HEADER}
1,Lucía García,ES,${LUCIA},,EUR,1000.00
2,Jürgen Groß,DE,${JURGEN},,EUR,1000.00
3,Zoë van der Berg,NL,NL91ABNA0417164300,,EUR,1000.00
4,Anaïs Lefèvre,FR,FR1420041010050500013M02606,,EUR,1000.00
5,Hanako Sato,JP,000123456789,BOTKJPJT,JPY,300000
`
/** The same account, another account, 25 % more, 25.01 % more, somebody new; Hanako is not paid. */
const DECEMBER = `${HEADER}
1,Lucía García,ES,${LUCIA},,EUR,1000.00
2,Jürgen Groß,DE,DE02120300000000202051,,EUR,1000.00
3,Zoë van der Berg,NL,NL91ABNA0417164300,,EUR,1250.00
4,Anaïs Lefèvre,FR,FR1420041010050500013M02606,,EUR,1250.10
6,Łukasz Wójcik,PL,PL61109010140000071219812874,,PLN,5000.00
`
const EVERYONE = { userId: 'approver', companies: null }

let test: TestLedger
let november: string
let december: string

beforeAll(async () => {
  test = await testLedger()
  november = (await approvedRun(test, NOVEMBER, '2026-11')).id
  december = done(await draftRun(test, DECEMBER, '2026-12')).id
})
afterAll(() => test.close())

const lines = (only: LineChoice, text: string | null = null, after = 0, viewer: Parameters<typeof listLines>[1] = EVERYONE) =>
  listLines(test.ledger, viewer, december, { only, text, after })
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
  const deltas = [{ currency: 'EUR', people: 4, nowMinor: '450010', beforeMinor: '400000' }]
  expect(differences).toEqual({ new: 1, gone: 1, account: 1, moved: 1, changed: 1, same: 1, deltas })
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

it('finds lines that were written before they had their normalized words', async () => {
  const owner = openLedger(test.database.url, 1)
  const [, emptied] = await owner.$transaction([
    owner.$executeRaw`SET LOCAL session_replication_role = replica`,
    owner.$executeRaw`UPDATE payroll_line SET search_words = NULL WHERE run_id = ${december}::uuid AND search_words IS NOT NULL`,
  ])
  await owner.$disconnect()
  expect(emptied).toBe(5)
  expect(await numbers('all', 'lukasz wojcik')).toEqual(['6'])
})

it('names who is gone', async () => {
  expect(await listGone(test.ledger, EVERYONE, december)).toEqual([
    { employeeNumber: '5', name: 'Hanako Sato', accountCountry: 'JP', accountLast4: '6789', amountMinor: '300000', currency: 'JPY' },
  ])
})

it('tells nothing different of a first run', async () => {
  const { rows, differences } = await listLines(test.ledger, EVERYONE, november, { only: 'all', text: null, after: 0 })
  expect(differences).toBeNull()
  expect(rows.map((line) => line.since)).toEqual([null, null, null, null, null])
})

it('shows nothing to whoever works for other companies', async () => {
  const stranger = { userId: 'stranger', companies: [randomUUID()] }
  expect((await lines('all', null, 0, stranger)).rows).toEqual([])
  expect(await listGone(test.ledger, stranger, december)).toEqual([])
})

describe('after a correction', () => {
  const file = (people: readonly { n: number; account?: string; amount: string }[]): string =>
    `${HEADER}\n${people.map(({ n, account = sampleAccount('DE', randomOf(`person ${n}`), '88888').account, amount }) => `${n},Jürgen Groß ${n},DE,${account},,EUR,${amount}`).join('\n')}\n`
  const EVERYBODY = Array.from({ length: 20 }, (_, n) => ({ n: n + 1, amount: `${2000 + n}.00` }))
  const MOVED_TO = 'DE02120300000000202051'
  let other: TestLedger
  beforeAll(async () => {
    other = await testLedger()
    await approvedRun(other, file(EVERYBODY), '2026-12')
  })
  afterAll(() => other.close())
  const compared = async (run: Promise<{ id: string }>, only: LineChoice = 'all') =>
    listLines(other.ledger, EVERYONE, (await run).id, { only, text: null, after: 0 })
  const draft = async (csv: string, period: string, kind: RunKind = 'regular') =>
    done(await draftRun(other, csv, period, callOf(PREPARER), PAY_DATE, kind))

  it('a small amount has not moved, more than the pay has, and nobody is missing', async () => {
    const correction = await approvedRun(
      other,
      file([
        { n: 1, amount: '50.00' },
        { n: 2, amount: '60.00', account: MOVED_TO },
      ]),
      '2026-12',
      'correction',
    )
    const page = await compared(Promise.resolve(correction))
    expect(page.differences).toMatchObject({ new: 0, gone: 0, moved: 0, account: 1, changed: 1 })
    expect(page.rows[1]).toMatchObject({
      since: 'account',
      before: { period: '2026-12', payDate: PAY_DATE, accountCountry: 'DE' },
      accountUsedOn: null,
    })
    const bonus = await compared(
      draft(
        file([
          { n: 3, amount: '9000.00' },
          { n: 99, amount: '1.00' },
        ]),
        '2026-12',
        'off-cycle',
      ),
    )
    expect(bonus.rows.map((line) => line.since)).toEqual(['moved', 'new'])
    expect(await listGone(other.ledger, EVERYONE, correction.id)).toEqual([])
  })

  it('the next month is compared with each person’s own last regular pay', async () => {
    const page = await compared(draft(file(EVERYBODY), '2027-01'))
    expect(page.differences).toEqual({
      ...{ new: 0, gone: 0, account: 0, moved: 0, changed: 0, same: 20 },
      deltas: [{ currency: 'EUR', people: 20, nowMinor: '4019000', beforeMinor: '4019000' }],
    })
  })

  it('an account that only the correction used shows as changed, with what it was and when it was used', async () => {
    const page = await compared(
      draft(file(EVERYBODY.map((each) => (each.n === 2 ? { ...each, account: MOVED_TO } : each))), '2027-01'),
      'account',
    )
    expect(page.rows).toMatchObject([{ employeeNumber: '2', since: 'account', before: { period: '2026-12' }, accountUsedOn: PAY_DATE }])
  })

  it('pay in two files has nobody missing who is in the other, and the numbers of a spreadsheet are the same people', async () => {
    const halves = [EVERYBODY.slice(0, 10), EVERYBODY.slice(10, 19)]
    await draft(file(halves[0] ?? []), '2027-02')
    const page = await compared(draft(file(halves[1] ?? []).replace(/^(\d+),J/gm, '000$1,J'), '2027-02'))
    expect(page.differences).toMatchObject({ new: 0, same: 9, gone: 1 })
  })

  it('who left for a month is compared with the month before', async () => {
    await approvedRun(other, file(EVERYBODY.slice(1)), '2027-03')
    const page = await compared(draft(file(EVERYBODY), '2027-04'))
    expect(page.differences).toMatchObject({ new: 0, same: 20, gone: 0 })
    expect(page.rows[0]).toMatchObject({ since: 'same', before: { period: '2026-12' } })
    expect(page.rows[1]).toMatchObject({ since: 'same', before: { period: '2027-03' } })
  })
})

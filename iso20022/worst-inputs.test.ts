/** Files that are made to be slow to read, or are just large: nobody else in the process waits for them long. A server that does answers nobody meanwhile. */
import { describe, expect, it } from 'vitest'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { readPayrollFile } from '@/payroll-files/read'
import { type PayrollSource, PLAIN_NAMES } from '@/payroll-files/types'
import { inTurns } from '@/platform/in-turns'
import { longestSliceMs } from '@/stack/test-runner/cpu-time'
import { makeIban } from '@/stack/test-runner/make-iban'
import { makeXlsx } from '@/stack/test-runner/make-xlsx'
import { pain001 } from './pain001'
import { readBankFile } from './report'

/** The aim; what a quiet machine needs for each is in docs/bench. */
const SLICE_MS = 200
const TEST_MS = 300_000
const LINES = 20_000

/** The first time, code is compiled as well, which a server does once. */
const leastOfTwo = async (work: () => Promise<unknown>): Promise<number> => Math.min(await longestSliceMs(work), await longestSliceMs(work))

const times = (count: number, of: (n: number) => string): string => Array.from({ length: count }, (_, n) => of(n)).join('')

describe('files of a bank', () => {
  const document = (inside: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Document>${inside}</Document>`)
  const statement = (inside: string): Buffer =>
    document(
      `<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${inside}</Stmt></BkToCstmrStmt>`,
    )
  const entry = (inside: string, amount: number): string =>
    `<Ntry><Amt Ccy="EUR">${amount}.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>${inside}</Ntry>`
  const charge = '<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
  const payment = (n: number, more = ''): string =>
    `<TxDtls><Refs><EndToEndId>E${n}</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt>${more}<RltdPties><Cdtr><Nm>Jürgen Groß ${n}</Nm></Cdtr></RltdPties></TxDtls>`
  const rejected = (n: number): string => `<TxInfAndSts><OrgnlEndToEndId>E${n}</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>`
  const answer = (inside: string): Buffer =>
    document(
      `<CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>F1</OrgnlMsgId></OrgnlGrpInfAndSts>${inside}</CstmrPmtStsRpt>`,
    )

  it.each<[string, () => Buffer, string]>([
    [
      'an entry of very many payments',
      () => statement(entry(`<NtryDtls>${times(LINES, (n) => payment(n))}</NtryDtls>`, LINES * 10)),
      'camt.053',
    ],
    [
      'each with charges',
      () => statement(entry(`<NtryDtls>${times(LINES, (n) => payment(n, charge))}</NtryDtls>`, LINES * 10)),
      'camt.053',
    ],
    [
      'each in a group of its own',
      () =>
        statement(
          entry(
            times(LINES, (n) => `<NtryDtls>${payment(n)}</NtryDtls>`),
            LINES * 10,
          ),
        ),
      'camt.053',
    ],
    ['very many entries', () => statement(times(LINES, (n) => entry(`<NtryDtls>${payment(n)}</NtryDtls>`, 10))), 'camt.053'],
    ['every payment rejected', () => answer(`<OrgnlPmtInfAndSts>${times(LINES, rejected)}</OrgnlPmtInfAndSts>`), 'pain.002'],
    [
      'every payment rejected in a block of its own',
      () => answer(times(LINES, (n) => `<OrgnlPmtInfAndSts>${rejected(n)}</OrgnlPmtInfAndSts>`)),
      'pain.002',
    ],
    [
      'a thousand messages',
      () =>
        document(
          times(
            1_000,
            (n) =>
              `<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${n}</MsgId></GrpHdr><Ntfctn><Id>${n}</Id>${entry(
                `<NtryDtls>${times(LINES / 1_000, payment)}</NtryDtls>`,
                LINES / 100,
              )}</Ntfctn></BkToCstmrDbtCdtNtfctn>`,
          ),
        ),
      'camt.054',
    ],
    [
      'one message of very many entries, beside a small one',
      () =>
        document(
          `<BkToCstmrStmt><Stmt>${times(LINES, () => entry('', 10))}</Stmt></BkToCstmrStmt><BkToCstmrStmt><Stmt><Id>2</Id></Stmt></BkToCstmrStmt>`,
        ),
      'camt.053',
    ],
    ['very many elements of names of their own', () => document(times(49_000, (n) => `<a${n}/>`)), 'unreadable'],
    [
      'texts that need no end',
      () =>
        statement(
          entry(
            times(20, () => `<AddtlNtryInf>${'x&amp;'.repeat(100_000)}</AddtlNtryInf>`),
            10,
          ),
        ),
      'camt.053',
    ],
    ['very many comments', () => statement(times(200_000, () => '<!-- -->')), 'unreadable'],
    ['elements within elements', () => document(`${'<a>'.repeat(60)}${'</a>'.repeat(60)}`.repeat(5_000)), 'unreadable'],
  ])('%s', { timeout: TEST_MS }, async (_, make, kind) => {
    const bytes = make()
    let read = ''
    const slice = await leastOfTwo(async () => {
      read = (await readBankFile(bytes, 'file.xml')).documents[0]?.report.kind ?? 'nothing'
    })
    expect(read).toBe(kind)
    expect(slice).toBeLessThan(SLICE_MS)
  })
})

describe('payroll files', () => {
  const HEAD = 'Employee ID;Name;IBAN;BIC;Currency;Net Pay\r\n'
  const person = (n: number, name: string): string =>
    `E${n};${name};${makeIban('DE', `3704${String(n).padStart(14, '0')}`)};;EUR;1000.50\r\n`
  const csv = (text: string): PayrollSource => ({ name: 'payroll.csv', bytes: Buffer.from(text) })

  it.each<[string, () => PayrollSource]>([
    ['very many people', () => csv(HEAD + times(LINES, (n) => person(n, `Jürgen Groß ${n}`)))],
    ['the same person very many times', () => csv(HEAD + times(LINES, () => person(1, 'Jürgen Groß')))],
    ['very many people who are all wrong', () => csv(HEAD + times(LINES, (n) => `E${n};;DE00;X;XXX;abc\r\n`))],
    ['Chinese names', () => csv(HEAD + times(LINES / 4, (n) => person(n, `王小明${String.fromCharCode(0x4e00 + (n % 20_000))}`)))],
    ['Arabic names', () => csv(HEAD + times(LINES / 4, (n) => person(n, `محمد عبد الله ${n}`)))],
    ['Japanese names', () => csv(HEAD + times(LINES / 4, (n) => person(n, `タナカ ハナコ ${n}`)))],
    [
      'names in an encoding to be found out',
      () => ({ name: 'p.csv', bytes: Buffer.from(HEAD + times(LINES, (n) => person(n, 'Jürgen Groß')), 'latin1') }),
    ],
    [
      'of very many different names',
      () => ({
        name: 'p.csv',
        bytes: Buffer.from(
          HEAD +
            times(LINES, (n) => person(n, `J${String.fromCharCode(0xe0 + (n % 30), 97 + ((n / 30) % 26), 97 + ((n / 780) % 26))}rgen`)),
          'latin1',
        ),
      }),
    ],
    ['a title above rows that are all wider', () => csv(`Payroll\r\n${HEAD}${times(LINES, (n) => person(n, 'Jürgen Groß'))}`)],
    ['millions of empty lines', () => csv(HEAD + '\r\n'.repeat(3_000_000))],
    ['millions of empty cells', () => csv(HEAD + `${';'.repeat(200)}\r\n`.repeat(20_000))],
    ['a line without end', () => csv(HEAD + 'x'.repeat(20_000_000))],
    ['a quote without end', () => csv(`${HEAD}"${times(LINES, (n) => person(n, 'a'))}`)],
    ['columns without end', () => csv(`${times(100_000, (n) => `c${n};`)}\r\n`)],
    [
      'a workbook of very many people',
      () => ({
        name: 'payroll.xlsx',
        bytes: makeXlsx([
          {
            name: 'Payroll',
            rows: [HEAD.trim().split(';'), ...Array.from({ length: LINES }, (_, n) => person(n, `Person ${n}`).trim().split(';'))],
          },
        ]),
      }),
    ],
    [
      'a workbook of a hundred sheets',
      () => ({
        name: 'payroll.xlsx',
        bytes: makeXlsx(
          Array.from({ length: 100 }, (_, sheet) => ({ name: `S${sheet}`, rows: Array.from({ length: 400 }, (_, n) => [`E${n}`, sheet]) })),
        ),
      }),
    ],
  ])('%s', { timeout: TEST_MS }, async (_, make) => {
    const source = make()
    let said = ''
    const slice = await leastOfTwo(async () => {
      const sighting = await inspectPayrollFile(source)
      said = sighting.kind
      if (sighting.kind === 'refused') return
      for await (const step of readPayrollFile(source, sighting.mapping, { currencies: null, names: PLAIN_NAMES })) said = step.kind
    })
    expect(['refused', 'end']).toContain(said)
    expect(slice).toBeLessThan(SLICE_MS)
  })
})

it('a payment file of very many people', { timeout: TEST_MS }, async () => {
  const payments = Array.from({ length: LINES }, (_, n) => ({
    ...{ instructionId: `I${n}`, endToEndId: `E${n}`, amountMinor: BigInt(100_000 + n), currency: 'EUR', remittance: 'Salary 2026-11' },
    creditor: { name: `Jürgen Groß ${n}`, account: 'DE89370400440532013000', accountKind: 'iban' as const, bic: null, country: 'DE' },
  }))
  const debtor = { name: 'Sample', account: 'DE02120300000000202051', bic: 'BYLADEM1001', country: 'DE' }
  const block = {
    paymentInformationId: 'B1',
    rail: 'sepa' as const,
    currency: 'EUR',
    executionDate: '2026-11-25',
    batchBooking: true,
    salary: true,
  }
  const transfer = {
    messageId: 'M1',
    createdAt: '2026-11-23T10:00:00Z',
    initiatingParty: 'Sample',
    blocks: [{ ...block, debtor, payments }],
  }
  const format = { version: 'pain.001.001.09' as const, umlauts: 'two-letters' as const, addresses: true }
  expect(await leastOfTwo(() => inTurns(pain001(transfer, format)))).toBeLessThan(SLICE_MS)
})

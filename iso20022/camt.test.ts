import { describe, expect, it } from 'vitest'
import { readBankReport } from './report'
import type { BookingReport, Entry } from './report-types'

function notification(entries: string, account = '<Id><IBAN>DE89370400440532013000</IBAN></Id>'): BookingReport {
  const xml = `<Document><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId></GrpHdr><Ntfctn><Id>1</Id><Acct>${account}</Acct>${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
  const result = readBankReport(new TextEncoder().encode(xml))
  if (result.kind !== 'camt.054') throw new Error(JSON.stringify(result))
  return result
}

const amount = (text: string, currency = 'EUR'): string => `<Amt Ccy="${currency}">${text}</Amt>`
const head = (sum: string, indicator = 'DBIT'): string =>
  `<NtryRef>R1</NtryRef>${amount(sum)}<CdtDbtInd>${indicator}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt><AcctSvcrRef>BK1</AcctSvcrRef>`
const entry = (inner: string): string => `<Ntry>${inner}</Ntry>`
const payment = (id: string, sum: string, inner = ''): string =>
  `<TxDtls><Refs><AcctSvcrRef>T-${id}</AcctSvcrRef><InstrId>I-${id}</InstrId><EndToEndId>${id}</EndToEndId></Refs>${amount(sum)}${inner}</TxDtls>`
const record = (sum: string, currency = 'EUR', indicator = 'DBIT'): string =>
  `<Rcrd>${amount(sum, currency)}<CdtDbtInd>${indicator}</CdtDbtInd></Rcrd>`

function only(entries: string): Entry {
  const report = notification(entries)
  expect(report.notUnderstood).toEqual([])
  expect(report.entries).toHaveLength(1)
  return report.entries[0]!
}

describe('a debit notification', () => {
  it('says what was booked, on which account, with every payment', () => {
    const batch = '<Btch><MsgId>M1</MsgId><PmtInfId>B1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="EUR">30.00</TtlAmt></Btch>'
    expect(only(entry(`${head('30.00')}<NtryDtls>${batch}${payment('E1', '10.00')}${payment('E2', '20.00')}</NtryDtls>`))).toEqual({
      line: 1,
      statementId: '1',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      bookingKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      status: 'BOOK',
      information: null,
      entryReference: 'R1',
      bankReference: 'BK1',
      booked: true,
      direction: 'debit',
      reversal: false,
      amount: { amountMinor: 3_000n, currency: 'EUR' },
      account: 'DE89370400440532013000',
      bookingDate: '2026-11-25',
      bookedAt: null,
      valueDate: null,
      valueAt: null,
      isCharge: false,
      charges: [],
      batches: [{ messageId: 'M1', paymentInformationId: 'B1', count: 2, sum: { amountMinor: 3_000n, currency: 'EUR' } }],
      transactions: [
        {
          endToEndId: 'E1',
          instructionId: 'I-E1',
          messageId: 'M1',
          paymentInformationId: 'B1',
          bankReference: 'T-E1',
          amount: { amountMinor: 1_000n, currency: 'EUR' },
          charges: [],
          accountAmount: null,
          exchangeRate: null,
          returnReason: null,
          counterparty: null,
          information: null,
        },
        {
          endToEndId: 'E2',
          instructionId: 'I-E2',
          messageId: 'M1',
          paymentInformationId: 'B1',
          bankReference: 'T-E2',
          amount: { amountMinor: 2_000n, currency: 'EUR' },
          charges: [],
          accountAmount: null,
          exchangeRate: null,
          returnReason: null,
          counterparty: null,
          information: null,
        },
      ],
    })
  })

  it('may be a batch without details', () => {
    const read = only(
      entry(`${head('30.00')}<NtryDtls><Btch><PmtInfId>B1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="EUR">30</TtlAmt></Btch></NtryDtls>`),
    )
    expect(read.transactions).toEqual([])
    expect(read.batches).toEqual([{ messageId: null, paymentInformationId: 'B1', count: 2, sum: { amountMinor: 3_000n, currency: 'EUR' } }])
  })

  it.each([
    ['<Sts>BOOK</Sts>', true],
    ['<Sts><Cd>BOOK</Cd></Sts>', true],
    ['<Sts>PDNG</Sts>', false],
    ['<Sts><Cd>INFO</Cd></Sts>', false],
  ])('%s is booked: %s', (status, booked) => {
    expect(only(entry(head('1.00').replace('<Sts><Cd>BOOK</Cd></Sts>', status))).booked).toBe(booked)
  })

  it('takes the amount from wherever the bank puts it', () => {
    const older = '<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">7.00</Amt></TxAmt></AmtDtls></TxDtls>'
    expect(
      only(entry(`${head('9.00')}<NtryDtls>${older}${payment('E2', '2')}</NtryDtls>`)).transactions.map((each) => each.amount?.amountMinor),
    ).toEqual([700n, 200n])
    const alone = '<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs></TxDtls>'
    expect(only(entry(`${head('9.00')}<NtryDtls>${alone}</NtryDtls>`)).transactions[0]?.amount?.amountMinor).toBe(900n)
  })

  it('reads an account that is no IBAN, and times as days', () => {
    const report = notification(
      entry(head('1.00').replace('<Dt>2026-11-25</Dt>', '<DtTm>2026-11-25T23:30:00+01:00</DtTm>')),
      '<Id><Othr><Id>1234567</Id></Othr></Id>',
    )
    expect(report.entries[0]).toMatchObject({ account: '1234567', bookingDate: '2026-11-25', bookedAt: '2026-11-25T23:30:00+01:00' })
  })

  it('lists what it cannot understand and reads the rest', () => {
    const report = notification(
      entry(head('1.234').replace('R1', 'R9')) + entry(head('1.00').replace('DBIT', 'XXXX')) + entry(head('2.00')),
    )
    expect(report.entries).toHaveLength(1)
    expect(report.notUnderstood).toEqual([
      'entry 1, reference R9 (line 1): the amount "1.234" has too many decimals or is too large for EUR',
      'entry 2, reference R1 (line 1): it does not say whether it is a debit or a credit',
    ])
  })
})

describe('charges are counted once', () => {
  const sepa = (minor: bigint) => [{ amountMinor: minor, currency: 'EUR' }]

  it.each<[string, string, string, bigint[], bigint[]]>([
    ['at the payment', '', `<Chrgs>${record('0.14')}</Chrgs>`, [], [14n]],
    ['at the entry', `<Chrgs>${record('0.14')}</Chrgs>`, '', [], [14n]],
    ['at both', `<Chrgs>${record('0.14')}</Chrgs>`, `<Chrgs>${record('0.14')}</Chrgs>`, [], [14n]],
    [
      'as a total and its records',
      '',
      `<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.20</TtlChrgsAndTaxAmt>${record('0.14')}${record('0.06')}</Chrgs>`,
      [],
      [20n],
    ],
    ['as a total alone', '', '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.20</TtlChrgsAndTaxAmt></Chrgs>', [], [20n]],
    ['as in version 02', '', `<Chrgs>${amount('0.14')}</Chrgs><Chrgs>${amount('0.06')}</Chrgs>`, [], [20n]],
    ['with one refunded', '', `<Chrgs>${record('0.20')}${record('0.06', 'EUR', 'CRDT')}</Chrgs>`, [], [14n]],
  ])('%s', (_where, ofEntry, ofPayment, expectedOfEntry, expectedOfPayment) => {
    const read = only(entry(`${head('10.00')}${ofEntry}<NtryDtls>${payment('E1', '10.00', ofPayment)}</NtryDtls>`))
    expect(read.charges).toEqual(expectedOfEntry.flatMap(sepa))
    expect(read.transactions[0]?.charges).toEqual(expectedOfPayment.flatMap(sepa))
  })

  it('for several payments stay with the entry when only it has them', () => {
    const read = only(
      entry(
        `${head('20.00')}<Chrgs>${record('1.00', 'CHF')}</Chrgs><NtryDtls>${payment('E1', '10.00')}${payment('E2', '10.00')}</NtryDtls>`,
      ),
    )
    expect(read.charges).toEqual([{ amountMinor: 100n, currency: 'CHF' }])
    expect(read.transactions.flatMap((each) => each.charges)).toEqual([])
  })
})

describe('a return is seen', () => {
  const back = (inner: string, extra = ''): Entry =>
    only(entry(`${head('10.00', 'CRDT')}${extra}<NtryDtls>${payment('E1', '10.00', inner)}</NtryDtls>`))

  it.each<[string, Entry, unknown]>([
    ['by a reason code', back('<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'), { code: 'AC04', text: null }],
    ['by a text only', back('<RtrInf><AddtlInf>account closed</AddtlInf></RtrInf>'), { code: 'AC04', text: 'account closed' }],
    ['by the reversal flag', back('', '<RvslInd>true</RvslInd>'), { code: null, text: null }],
    [
      'by its bank transaction code',
      back('', '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>'),
      { code: null, text: null },
    ],
    ['not in an ordinary credit', back('', '<RvslInd>false</RvslInd>'), null],
  ])('%s', (_how, read, reason) => {
    expect(read.direction).toBe('credit')
    expect(read.transactions[0]?.returnReason).toEqual(reason)
  })
})

describe('an entry and its payments', () => {
  const returned = (sum: string, inner = ''): string => payment('E1', sum, `<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>${inner}`)
  const instructed = (said: string, moved: string, inner = ''): string =>
    `<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><AmtDtls><InstdAmt>${amount(said)}</InstdAmt><TxAmt>${amount(moved)}</TxAmt></AmtDtls>${inner}</TxDtls>`
  const amounts = ({ entries }: BookingReport) => entries.map((each) => each.transactions.map((one) => one.amount?.amountMinor))

  it.each<[string, string, bigint[], string | null]>([
    [
      'a debit of less than its payments',
      entry(`${head('9.00')}<NtryDtls>${payment('E1', '10.00')}</NtryDtls>`),
      [],
      'nothing in it was settled',
    ],
    [
      'a credit of less than what comes back',
      entry(`${head('9.00', 'CRDT')}<NtryDtls>${returned('10.00')}</NtryDtls>`),
      [],
      'nothing in it came back',
    ],
    [
      'a credit of less than its payments, one of which goes the other way',
      entry(`${head('1.00', 'CRDT')}<NtryDtls>${returned('20.00')}${payment('E2', '5.00', '<CdtDbtInd>DBIT</CdtDbtInd>')}</NtryDtls>`),
      [],
      'nothing in it came back',
    ],
    [
      'a credit of as much, less the charges of the return',
      entry(`${head('9.00', 'CRDT')}<NtryDtls>${returned('10.00', `<Chrgs>${record('1.00')}</Chrgs>`)}</NtryDtls>`),
      [1_000n],
      null,
    ],
    [
      'a credit of more than what comes back',
      entry(`${head('12.00', 'CRDT')}<NtryDtls>${returned('10.00')}</NtryDtls>`),
      [1_000n],
      'does not say what the rest is',
    ],
  ])('%s', (_what, xml, left, said) => {
    const report = notification(xml)
    expect(amounts(report).flat()).toEqual(left)
    expect(report.notUnderstood).toEqual(said === null ? [] : expect.arrayContaining([expect.stringContaining(said)]))
  })

  it.each<[string, string, string, bigint]>([
    ['what moved, when that is less', '4.01', instructed('5.01', '4.01'), 401n],
    ['what moved, when that is more', '9.02', instructed('5.02', '9.02'), 902n],
    [
      'what was instructed, when its charges explain the rest',
      '5.73',
      instructed('5.03', '5.73', `<Chrgs>${record('0.70')}</Chrgs>`),
      503n,
    ],
    ['what was instructed, in another currency', '4.01', instructed('5.04', '4.01').replace('Ccy="EUR">4.01', 'Ccy="CHF">4.01'), 504n],
  ])('a payment is matched by %s', (_by, sum, xml, minor) => {
    expect(amounts(notification(entry(`${head(sum)}<NtryDtls>${xml}</NtryDtls>`)))).toEqual([[minor]])
  })

  it('what was instructed counts also when the entry carries the charges', () => {
    const xml = entry(`${head('5.73')}<Chrgs>${record('0.70')}</Chrgs><NtryDtls>${instructed('5.03', '5.73')}</NtryDtls>`)
    expect(amounts(notification(xml))).toEqual([[503n]])
  })

  it('charges beyond those that the payments carry are the entry’s own', () => {
    const charged = payment('E1', '10.00', `<Chrgs>${record('0.70')}</Chrgs>`)
    const read = only(entry(`${head('20.00')}<Chrgs>${record('1.40')}</Chrgs><NtryDtls>${charged}${payment('E2', '10.00')}</NtryDtls>`))
    expect(read.charges).toEqual([{ amountMinor: 70n, currency: 'EUR' }])
  })

  it('our own text on a payment is not the bank’s reason', () => {
    const text = '<RmtInf><Ustrd>Lohn November 2026</Ustrd></RmtInf>'
    const read = only(entry(`${head('10.00', 'CRDT')}<RvslInd>true</RvslInd><NtryDtls>${payment('E1', '10.00', text)}</NtryDtls>`))
    expect(read.transactions[0]?.returnReason).toEqual({ code: null, text: null })
    const words = only(
      entry(
        `${head('10.00', 'CRDT')}<RvslInd>true</RvslInd><NtryDtls>${payment('E1', '10.00', `${text}<AddtlTxInf>on request</AddtlTxInf>`)}</NtryDtls>`,
      ),
    )
    expect(words.transactions[0]?.returnReason).toEqual({ code: null, text: 'on request' })
  })
})

describe('equal entries of one statement', () => {
  const numbered = (number: string): string =>
    entry(
      `${head('10.00').replace('R1', number).replace('<AcctSvcrRef>BK1</AcctSvcrRef>', '')}<NtryDtls>${payment('E1', '10.00')}</NtryDtls>`,
    )
  const fingerprints = (xml: string) => notification(xml).entries.map((each) => each.fingerprint)

  it('with numbers of their own are two bookings, and the same ones wherever they are told again', () => {
    const [first, second] = fingerprints(numbered('000001') + numbered('000002'))
    expect(first).not.toBe(second)
    expect(fingerprints(numbered('7') + numbered('8'))).toEqual([first, second])
  })

  it('with one number are one that is listed twice', () => {
    const [first, second] = fingerprints(numbered('000001') + numbered('000001'))
    expect(first).toBe(second)
  })
})

/** Files as banks really send them. Each case is made up, and named for what it imitates. */
import { describe, expect, it } from 'vitest'
import { rejectionsOf } from './pain002'
import { readBankFile } from './report'
import type { BookingReport, StatusReport } from './report-types'

const IBAN = 'DE89370400440532013000'
const utf8 = (xml: string): Uint8Array => new TextEncoder().encode(xml)

const statement = (id: string, entries: string): string =>
  `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>${entries}</Stmt>`
const statements = (messageId: string, inner: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${messageId}</MsgId></GrpHdr>${inner}</BkToCstmrStmt></Document>`
const entry = (
  amount: string,
  inner: string,
  { indicator = 'DBIT', status = '<Sts><Cd>BOOK</Cd></Sts>', references = '<AcctSvcrRef>BK1</AcctSvcrRef>' } = {},
): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${indicator}</CdtDbtInd>${status}<BookgDt><Dt>2026-11-25</Dt></BookgDt>${references}${inner}</Ntry>`
const payment = (id: string, amount = '10.00', inner = ''): string =>
  `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt>${inner}</TxDtls>`
const details = (inner: string): string => `<NtryDtls>${inner}</NtryDtls>`

async function booked(xml: string): Promise<BookingReport> {
  const { documents } = await readBankFile(utf8(xml), 'sample.xml')
  const report = documents[0]?.report
  if (documents.length !== 1 || !report || report.kind === 'unreadable' || report.kind === 'pain.002')
    throw new Error(JSON.stringify(documents))
  return report
}

const oneEntry = async (inner: string) => (await booked(statements('M1', statement('S1', inner)))).entries[0]

describe('a statement or notification', () => {
  const batch = { messageId: 'M1', paymentInformationId: 'B1', count: 2, sum: { amountMinor: 3_000n, currency: 'EUR' } }
  const Btch = '<Btch><MsgId>M1</MsgId><PmtInfId>B1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>'

  it.each<[string, string, object]>([
    ['German batch booking, salary, no details', details(Btch), { batches: [batch], transactions: [] }],
    [
      'Dutch batch booking that names the block in a payment',
      details('<TxDtls><Refs><MsgId>M1</MsgId><PmtInfId>B1</PmtInfId></Refs></TxDtls>'),
      { batches: [{ ...batch, count: null }], transactions: [] },
    ],
    [
      'batch with its block named only in the details',
      details(`<Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><MsgId>M1</MsgId><PmtInfId>B1</PmtInfId></Refs></TxDtls>`),
      { batches: [batch], transactions: [] },
    ],
    [
      'Swiss batch with details',
      details(Btch + payment('E1') + payment('E2', '20.00')),
      { batches: [batch], transactions: [{ endToEndId: 'E1', paymentInformationId: 'B1' }, { endToEndId: 'E2' }] },
    ],
    [
      'batch below its details, in the wrong order',
      details(payment('E1') + payment('E2', '20.00') + Btch),
      { batches: [batch], transactions: [{ endToEndId: 'E1', paymentInformationId: 'B1' }, { endToEndId: 'E2' }] },
    ],
    ['bank without references', details(payment('NOTPROVIDED')), { transactions: [{ endToEndId: null }] }],
    ['an element nobody knows', `<Xtra><a/>1</Xtra>${details(payment('E1'))}`, { transactions: [{ endToEndId: 'E1' }] }],
  ])('%s', async (_imitates, inner, expected) => expect(await oneEntry(entry('30.00', inner))).toMatchObject(expected))

  it.each<[string, string, object]>([
    ['pending', '<Sts>PDNG</Sts>', { booked: false, status: 'PDNG' }],
    ['information', '<Sts><Cd>INFO</Cd></Sts>', { booked: false, status: 'INFO' }],
    ['without a status', '', { booked: false, status: null }],
  ])('an entry %s moves nothing', async (_what, status, expected) =>
    expect(await oneEntry(entry('1.00', details(payment('E1')), { status }))).toMatchObject(expected),
  )

  it.each<[string, string, object | null]>([
    [
      'a return with its reason as a text',
      '<RtrInf><AddtlInf>Account closed</AddtlInf></RtrInf>',
      { code: 'AC04', text: 'Account closed' },
    ],
    ['a return that only the text tells', '<AddtlTxInf>AC04 Account closed</AddtlTxInf>', { code: 'AC04', text: 'AC04 Account closed' }],
    [
      'a German return by its booking code',
      '<BkTxCd><Prtry><Cd>NRTI+159+00931</Cd><Issr>DK</Issr></Prtry></BkTxCd>',
      { code: null, text: null },
    ],
    ['a text that could mean anything', '<AddtlTxInf>Please call us</AddtlTxInf>', null],
  ])('%s', async (_imitates, inner, reason) =>
    expect(
      (await oneEntry(entry('10.00', details(payment('E1', '10.00', inner)), { indicator: 'CRDT' })))?.transactions[0]?.returnReason,
    ).toEqual(reason),
  )

  it.each(['1.234,56', '1,234.56', '100,50', '-5.00', '1e3', '12.345', '', 'NaN', '1 000.00'])(
    'an amount written "%s" is listed, with its place',
    async (amount) => {
      const report = await booked(statements('M1', statement('S1', entry(amount, ''))))
      expect(report.entries).toEqual([])
      expect(report.notUnderstood).toEqual([expect.stringMatching(/^entry 1 \(line 1\): /)])
    },
  )

  it('a payment that goes in the opposite direction to its entry is listed', async () => {
    const report = await booked(
      statements('M1', statement('S1', entry('10.00', details(payment('E1', '10.00', '<CdtDbtInd>CRDT</CdtDbtInd>'))))),
    )
    expect(report).toMatchObject({
      entries: [{ transactions: [] }],
      notUnderstood: ['entry 1 (line 1): payment E1: goes in the opposite direction to its entry'],
    })
  })

  it('several statements and balances in a message, several messages in an envelope', async () => {
    const two = statements(
      'M1',
      statement('S1', `<Bal><Amt Ccy="EUR">1,00</Amt></Bal>${entry('1.00', '')}`) + statement('S2', entry('2.00', '')),
    )
    const { documents } = await readBankFile(utf8(`<Envelope>${two}${statements('M2', statement('S3', ''))}</Envelope>`), 'x.xml')
    expect(documents).toMatchObject([
      {
        place: 'x.xml, message 1',
        report: {
          messageId: 'M1',
          statements: [{ id: 'S1', account: IBAN, currency: 'EUR' }, { id: 'S2' }],
          entries: [{ statementId: 'S1' }, { statementId: 'S2' }],
          notUnderstood: [],
        },
      },
      { place: 'x.xml, message 2', report: { messageId: 'M2', entries: [] } },
    ])
  })
})

describe('the same entry is known again', () => {
  const fingerprints = async (messageId: string, inner: string): Promise<string[]> =>
    (await booked(statements(messageId, inner))).entries.map(({ fingerprint }) => fingerprint)
  const paid = entry('10.00', details(payment('E1')))

  it('under another message and statement id', async () =>
    expect(await fingerprints('M1', statement('S1', paid))).toEqual(await fingerprints('M2', statement('S9', paid))))

  it('in a notification before the statement, with another number', async () => {
    const notified = statements('N1', statement('N', paid.replace('<Ntry>', '<Ntry><NtryRef>77</NtryRef>')))
      .replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn')
      .replaceAll('Stmt>', 'Ntfctn>')
    expect((await booked(notified)).entries[0]?.fingerprint).toBe((await fingerprints('M1', statement('S1', paid)))[0])
  })

  it('in two statements of a message, and listed twice in one', async () => {
    const [first, second] = await fingerprints('M1', statement('S1', paid) + statement('S2', paid))
    expect(first).toBe(second)
    expect(new Set(await fingerprints('M1', statement('S1', paid + paid))).size).toBe(1)
  })

  it('and not taken for an equal one', async () => {
    const nameless = entry('10.00', '')
    const bare = entry('10.00', '', { references: '' })
    const other = entry('10.00', details(payment('E2')))
    for (const both of [statement('S1', nameless + nameless), statement('S1', bare) + statement('S2', bare), statement('S1', paid + other)])
      expect(new Set(await fingerprints('M1', both)).size).toBe(2)
  })

  it('by its booking also where the statement names no payments', async () => {
    const [detailed, summary] = await Promise.all([oneEntry(paid), oneEntry(entry('10.00', ''))])
    expect(detailed?.bookingKey).toBe(summary?.bookingKey)
    expect(detailed?.fingerprint).not.toBe(summary?.fingerprint)
  })
})

describe('a status report', () => {
  const status = async (inner: string): Promise<StatusReport> => {
    const xml = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.003.03"><CstmrPmtStsRpt>${inner}<GrpHdr><MsgId>S1</MsgId></GrpHdr></CstmrPmtStsRpt></Document>`
    const report = (await readBankFile(utf8(xml), 's.xml')).documents[0]?.report
    if (report?.kind !== 'pain.002') throw new Error(JSON.stringify(report))
    return report
  }

  it('in the German namespace, with the header last and the block’s status below its payments', async () => {
    const report = await status(
      '<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId></TxInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>' +
        '<StsRsnInf><Rsn><Cd>AC06</Cd></Rsn></StsRsnInf></OrgnlPmtInfAndSts><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId></OrgnlGrpInfAndSts>',
    )
    const { payments, blocks, file } = rejectionsOf(report)
    expect([...payments]).toEqual([['E1', [{ code: 'AC06', text: null }]]])
    expect([...blocks.keys()]).toEqual(['B1'])
    expect(file).toBeNull()
  })

  it('on the payee’s name rejects nothing', async () => {
    const report = await status(
      '<OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><GrpSts>RVCM</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId>' +
        '<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RVNM</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>',
    )
    expect(rejectionsOf(report)).toEqual({ payments: new Map(), blocks: new Map(), file: null })
    expect(report.blocks[0]?.transactions[0]?.status).toBe('RVNM')
  })
})

describe('a file that is large in an odd way', () => {
  const MiB = 1024 * 1024
  async function* endless(text: string, times: number): AsyncGenerator<Uint8Array> {
    yield utf8(statements('M1', statement('S1', '<Ntry>')).split('</Stmt>')[0] ?? '')
    for (let n = 0; n < times; n++) yield utf8(text)
  }
  const reasonOf = async (file: AsyncIterable<Uint8Array> | Uint8Array): Promise<string | undefined> => {
    const { documents } = await readBankFile(file, 'x.xml')
    const [only] = documents
    return documents.length === 1 && only?.report.kind === 'unreadable' ? only.report.reason : undefined
  }

  it.each<[string, string, RegExp]>([
    ['one text', 'x'.repeat(MiB / 4), /a text is longer than 1 MB \(line 1, character \d+\)/],
    ['one text between many elements', `${'x'.repeat(MiB / 4)}<b/>`, /a text is longer than 1 MB/],
    ['spaces', ' '.repeat(MiB / 4), /a text is longer than 1 MB/],
    ['entries', `<Ntry></Ntry>`.repeat(20_000), /more than 500000 entries/],
  ])('%s', async (_what, piece, reason) => expect(await reasonOf(endless(piece, 100))).toMatch(reason))

  it.each(['<!--', '<a b="', '<![CDATA[', '<?a ', '<'])('what begins with %s and never ends', async (begins) => {
    async function* file(): AsyncGenerator<Uint8Array> {
      yield* endless(begins, 1)
      for (let n = 0; n < 100; n++) yield utf8('x'.repeat(MiB / 4))
    }
    expect(await reasonOf(file())).toMatch(/a text is longer than 1 MB/)
  })

  it('a thousand and one messages', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => statements(`M${n}`, statement('S1', ''))).join('')
    expect(await reasonOf(utf8(`<Envelope>${many}</Envelope>`))).toBe('the file has more than 1000 messages')
  })

  it('199,000 lines of text in one payment, of which the first are kept', async () => {
    const text = `<RmtInf>${'<Ustrd>x</Ustrd>'.repeat(150_000)}</RmtInf><RtrInf>${'<AddtlInf>y</AddtlInf>'.repeat(49_000)}</RtrInf>`
    const [only] = (await oneEntry(entry('10.00', details(payment('E1', '10.00', text)))))?.transactions ?? []
    expect(only?.information).toHaveLength(500)
    expect(only?.returnReason?.text).toHaveLength(500)
  })

  it('cut off anywhere says so, and where', async () => {
    const whole = statements('M1', statement('S1', entry('10.00', details(payment('Jürgen-1')))))
    for (let at = 1; at < utf8(whole).length; at++)
      expect(await reasonOf(utf8(whole).subarray(0, at)), whole.slice(0, at)).toMatch(
        /cut off|no elements|not well-formed|says it is utf-8/,
      )
  })
})

import { describe, expect, it } from 'vitest'
import { rejectionsOf } from './pain002'
import { readBankReport } from './report'
import type { StatusReport } from './report-types'

function report(inner: string): StatusReport {
  const xml = `<Document><CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-11-25T08:00:00Z</CreDtTm></GrpHdr>${inner}</CstmrPmtStsRpt></Document>`
  const result = readBankReport(new TextEncoder().encode(xml))
  if (result.kind !== 'pain.002') throw new Error(JSON.stringify(result))
  return result
}

const group = (status: string, reason = ''): string =>
  `<OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId>${status && `<GrpSts>${status}</GrpSts>`}${reason}</OrgnlGrpInfAndSts>`
const reason = (code: string, text = ''): string =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${text && `<AddtlInf>${text}</AddtlInf>`}</StsRsnInf>`
const block = (id: string, status: string, inner = ''): string =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${id}</OrgnlPmtInfId>${status && `<PmtInfSts>${status}</PmtInfSts>`}${inner}</OrgnlPmtInfAndSts>`
const payment = (id: string, status: string, inner = ''): string =>
  `<TxInfAndSts><OrgnlInstrId>I-${id}</OrgnlInstrId><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${inner}</TxInfAndSts>`

describe('a status report', () => {
  it('names payments with reasons, as codes, texts or both', () => {
    const read = report(
      group('PART') + block('B1', 'PART', payment('E1', 'RJCT', reason('AC04', 'Account closed')) + payment('E2', 'ACSP')),
    )
    expect(read).toMatchObject({ messageId: 'S1', createdAt: '2026-11-25T08:00:00Z', originalMessageId: 'M1', groupStatus: 'PART' })
    expect(read.blocks).toEqual([
      {
        paymentInformationId: 'B1',
        status: 'PART',
        reasons: [],
        transactions: [
          {
            endToEndId: 'E1',
            instructionId: 'I-E1',
            status: 'RJCT',
            reasons: [{ code: 'AC04', text: 'Account closed' }],
            amount: null,
            bankReference: null,
          },
          { endToEndId: 'E2', instructionId: 'I-E2', status: 'ACSP', reasons: [], amount: null, bankReference: null },
        ],
      },
    ])
    expect([...rejectionsOf(read).payments]).toEqual([['E1', [{ code: 'AC04', text: 'Account closed' }]]])
    expect(rejectionsOf(read).blocks.size).toBe(0)
    expect(rejectionsOf(read).file).toBeNull()
  })

  it('that rejects the group rejects all below it, with its reason', () => {
    const rejected = rejectionsOf(
      report(group('RJCT', reason('AM10')) + block('B1', '', payment('E1', 'ACTC') + payment('E2', 'RJCT', reason('AC01')))),
    )
    expect(rejected.file).toEqual([{ code: 'AM10', text: null }])
    expect(rejected.blocks.get('B1')).toEqual([{ code: 'AM10', text: null }])
    expect(rejected.payments.get('E1')).toEqual([{ code: 'AM10', text: null }])
    expect(rejected.payments.get('E2')).toEqual([{ code: 'AC01', text: null }])
  })

  it('that rejects a block rejects all of that block and nothing of the others', () => {
    const rejected = rejectionsOf(report(group('PART') + block('B1', 'RJCT', reason('DT01')) + block('B2', 'ACSP')))
    expect([...rejected.blocks]).toEqual([['B1', [{ code: 'DT01', text: null }]]])
    expect(rejected.file).toBeNull()
  })

  it('may give the reason once, at a partly accepted block', () => {
    const rejected = rejectionsOf(
      report(group('PART') + block('B1', 'PART', reason('AC06') + payment('E1', 'RJCT') + payment('E2', 'ACSP'))),
    )
    expect([...rejected.payments]).toEqual([['E1', [{ code: 'AC06', text: null }]]])
  })

  it('may give a code of the list as proprietary, a text in lines, or no reason', () => {
    const own = '<StsRsnInf><Rsn><Prtry>AC04</Prtry></Rsn></StsRsnInf>'
    const words = '<StsRsnInf><Rsn><Prtry>Bank closed</Prtry></Rsn><AddtlInf>see</AddtlInf><AddtlInf>letter</AddtlInf></StsRsnInf>'
    const { payments } = rejectionsOf(
      report(group('') + block('B1', '', payment('E1', 'RJCT', own) + payment('E2', 'RJCT', words) + payment('E3', 'RJCT'))),
    )
    expect(payments.get('E1')).toEqual([{ code: 'AC04', text: null }])
    expect(payments.get('E2')).toEqual([{ code: null, text: 'Bank closed see letter' }])
    expect(payments.get('E3')).toEqual([])
  })

  it('may name payments outside any block, and repeat their amounts', () => {
    const amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">12.5</InstdAmt></Amt></OrgnlTxRef>'
    const read = report(group('') + payment('E1', 'RJCT', reason('AC01') + amount))
    expect(read.blocks[0]).toMatchObject({
      paymentInformationId: null,
      transactions: [{ endToEndId: 'E1', amount: { amountMinor: 1_250n, currency: 'EUR' } }],
    })
    expect(rejectionsOf(read).payments.has('E1')).toBe(true)
  })
})

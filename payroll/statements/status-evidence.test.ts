/** If one of these fails, a payment that a bank refused is taken for paid, one that it took is taken for refused, or nobody hears what it asked. */
import { describe, expect, it } from 'vitest'
import type { BlockStatus, StatusReport, TransactionStatus } from '@/iso20022/report-types'
import { evidenceIn } from './evidence-in'
import { ACCEPTS, DUPLICATE_CODES } from './status-evidence'

const because = (code: string | null, text: string | null = null) => ({ code, text })
const payment = (endToEndId: string | null, status: string | null, change: Partial<TransactionStatus> = {}): TransactionStatus => ({
  ...{ endToEndId, status, instructionId: null, reasons: [], amount: null, bankReference: null },
  ...change,
})
const block = (paymentInformationId: string | null, change: Partial<BlockStatus> = {}): BlockStatus => ({
  ...{ paymentInformationId, status: null, reasons: [], transactions: [] },
  ...change,
})
const answered = (change: Partial<StatusReport>): StatusReport => ({
  ...{ kind: 'pain.002', messageId: 'S1', createdAt: null, originalMessageId: 'M1', groupStatus: null, groupReasons: [], blocks: [] },
  ...change,
})
/** Payments of one block that says nothing itself. */
const ofPayments = (...transactions: TransactionStatus[]) => answered({ blocks: [block('B1', { transactions })] })

const claims = (report: StatusReport, ours: readonly string[] = []) => [...evidenceIn(report, () => null, new Set(ours))]
/** "rejection E1" */
const told = (report: StatusReport) => claims(report).map(({ kind, reference }) => `${kind} ${reference}`)
const problems = (report: StatusReport) => claims(report).flatMap(({ reference, problem }) => (problem ? [[reference, problem]] : []))

const IN_DOUBT = ['DU01', 'DU02', 'DU03', 'DU04', 'DU05', 'AM05', 'DUPL']

describe('a rejection', () => {
  it('of a payment carries its reason and what the bank repeats of it', () => {
    const amount = { amountMinor: 1_234n, currency: 'EUR' }
    const [claim, ...others] = claims(
      ofPayments(payment('E1', 'RJCT', { amount, bankReference: 'BK1', reasons: [because('AC04', 'closed')] })),
    )
    expect(others).toEqual([])
    expect(claim).toMatchObject({
      ...{ kind: 'rejection', reference: 'E1', endToEndId: 'E1', messageId: 'M1', blockId: null, status: 'RJCT', bankReference: 'BK1' },
      ...{ amountMinor: '1234', currency: 'EUR', reasonCode: 'AC04', reasonText: 'closed', problem: null },
    })
  })

  it('of a block or of the file is told of it, not of the payments that it does not name', () => {
    const blocks = [block('B1', { status: 'RJCT', reasons: [because('AC04')] }), block('B2')]
    expect(claims(answered({ blocks }))).toMatchObject([
      { kind: 'rejection', reference: 'B1', blockId: 'B1', messageId: 'M1', endToEndId: null, status: 'RJCT', reasonCode: 'AC04' },
    ])
    expect(claims(answered({ groupStatus: 'RJCT', groupReasons: [because('FF01', 'bad file')] }))).toMatchObject([
      { kind: 'rejection', reference: 'M1', blockId: null, messageId: 'M1', status: 'RJCT', reasonCode: 'FF01', reasonText: 'bad file' },
    ])
  })

  it('knows the codes of what the bank has already', () => expect(DUPLICATE_CODES).toEqual(IN_DOUBT))

  it.each(IN_DOUBT)('of a file or block that is one too many (%s) says nothing of the payments that it repeats', (code) => {
    const reasons = [because(code)]
    const transactions = [payment('E1', 'RJCT', { reasons }), payment('E2', 'RJCT', { reasons: [because('AC04')] })]
    const rejected = block('B1', { status: 'RJCT', reasons, transactions })
    expect(told(answered({ blocks: [rejected] }))).toEqual(['rejection E2', 'rejection B1'])
    expect(told(answered({ groupStatus: 'RJCT', groupReasons: reasons, blocks: [rejected] }))).toEqual(['rejection E2', 'rejection M1'])
    expect(told(answered({ groupStatus: 'RJCT', groupReasons: reasons, blocks: [block('B1', { transactions })] }))).toEqual([
      'rejection E2',
      'rejection M1',
    ])
  })

  it('of payments that are one too many, in a file or block that is not, holds for each', () => {
    const reasons = [because('DUPL')]
    const transactions = [payment('E1', 'RJCT', { reasons })]
    expect(told(answered({ blocks: [block('B1', { transactions })] }))).toContain('rejection E1')
    expect(told(answered({ blocks: [block('B1', { reasons, transactions })] }))).toContain('rejection E1')
    const ofFile = { groupStatus: 'RJCT', groupReasons: [because('FF01'), because('DUPL')] }
    const twice = block('B1', { status: 'RJCT', reasons: [because('FF01')], transactions })
    expect(told(answered({ ...ofFile, blocks: [twice] }))).toEqual(['rejection E1', 'rejection B1', 'rejection M1'])
    expect(told(answered({ ...ofFile, blocks: [block('B1', { status: 'RJCT', reasons })] }))).toEqual(['rejection B1', 'rejection M1'])
  })
})

describe('the bank’s words', () => {
  const textOf = (reasons: TransactionStatus['reasons']) => claims(ofPayments(payment('E1', 'RJCT', { reasons })))[0]

  it('are the first reason’s code, and whatever else it says, in order', () => {
    const all = [because('AC04', 'closed'), because('AM04'), because(null, 'call us'), because('MS03', 'no reason')]
    expect(textOf(all)).toMatchObject({ reasonCode: 'AC04', reasonText: 'closed; AM04; call us; MS03 no reason' })
    expect(textOf([because(null, 'closed')])).toMatchObject({ reasonCode: null, reasonText: 'closed' })
    expect(textOf([because('AC04'), because('AM04')])).toMatchObject({ reasonCode: 'AC04', reasonText: 'AM04' })
  })

  it('are null where it says nothing, and no longer than a thousand characters', () => {
    expect(textOf([])).toMatchObject({ reasonCode: null, reasonText: null })
    expect(textOf([because('AC04', '')])).toMatchObject({ reasonText: null })
    expect(textOf([because('AC04', 'x'.repeat(2_000))])?.reasonText).toBe('x'.repeat(1_000))
  })
})

describe('an answer', () => {
  const EVERY = ['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWC', 'ACWP', 'PART', 'PATC', 'PDNG']
  it('knows the words of acceptance', () => expect(ACCEPTS).toEqual(EVERY))

  it.each(EVERY)('%s of the file proves that the bank has it, with what it says', (groupStatus) => {
    const report = answered({
      groupStatus,
      groupReasons: [because(null, 'thanks')],
      blocks: [block('B1', { transactions: [payment('E1', 'RJCT')] })],
    })
    const answer = { kind: 'answer', reference: 'M1', messageId: 'M1', status: groupStatus, payments: null, reasonText: 'thanks' }
    expect(claims(report).find(({ kind }) => kind === 'answer')).toMatchObject(answer)
  })

  it.each(EVERY)('%s of some of its payments proves that as well, and says of how many', (word) => {
    const report = ofPayments(payment('E1', 'RJCT'), payment('E2', word), payment('E3', word), payment('E4', null))
    expect(claims(report).find(({ kind }) => kind === 'answer')).toMatchObject({ reference: 'M1', status: word, payments: 2 })
    const ofBlock = answered({ groupStatus: 'RCVD', blocks: [block('B1', { status: word })] })
    expect(claims(ofBlock).find(({ kind }) => kind === 'answer')).toMatchObject({ reference: 'M1', status: word, payments: 1 })
  })

  it('to a file of which nothing more is said keeps the status as it is', () => {
    expect(claims(answered({ groupStatus: 'RCVD' }))).toMatchObject([{ kind: 'answer', reference: 'M1', status: 'RCVD', payments: null }])
    expect(claims(answered({}))).toMatchObject([{ kind: 'answer', reference: 'M1', status: null, payments: null }])
  })

  it('with a reason for the whole file is kept beside what is rejected of it', () => {
    const blocks = [block('B1', { transactions: [payment('E1', 'RJCT')] })]
    expect(told(answered({ groupStatus: 'RCVD', blocks }))).toEqual(['rejection E1'])
    expect(claims(answered({ groupStatus: 'RCVD', groupReasons: [because('G000', 'see below')], blocks }))).toMatchObject([
      { kind: 'rejection' },
      { kind: 'answer', reference: 'M1', status: 'RCVD', reasonCode: 'G000', reasonText: 'see below' },
    ])
  })

  it('is none where the whole file is rejected, whatever its payments are called', () => {
    const blocks = [block('B1', { transactions: [payment('E1', 'ACSP')] })]
    expect(told(answered({ groupStatus: 'RJCT', groupReasons: [because('FF01')], blocks }))).toEqual(['rejection M1'])
  })
})

describe('what is said of a payment or block that is not rejected', () => {
  it('is kept where the bank gives its reference or a reason, and nothing else', () => {
    const report = ofPayments(
      payment('E1', 'ACSP', { bankReference: 'BK1' }),
      payment('E2', 'ACSP', { reasons: [because('AC01', 'changed')] }),
      payment('E3', 'ACSP'),
      payment('E4', 'RCVD', { bankReference: 'BK4' }),
      payment(null, 'ACSP', { bankReference: 'BK5' }),
      payment('E6', null, { bankReference: 'BK6' }),
    )
    expect(claims(report)).toMatchObject([
      { kind: 'answer', reference: 'E1', endToEndId: 'E1', blockId: 'B1', messageId: 'M1', bankReference: 'BK1', status: 'ACSP' },
      { kind: 'answer', reference: 'E2', endToEndId: 'E2', reasonCode: 'AC01', reasonText: 'changed' },
      { kind: 'answer', reference: 'M1', endToEndId: null, status: 'ACSP', payments: 4 },
    ])
  })

  it('is kept of a block with a reason, when the bank accepts it', () => {
    const ofBlock = (id: string | null, status: string | null, reasons = [because('G001', 'later')]) =>
      claims(answered({ blocks: [block(id, { status, reasons })] })).filter(({ kind, blockId }) => kind === 'answer' && blockId !== null)
    expect(ofBlock('B1', 'ACCP')).toMatchObject([
      { kind: 'answer', reference: 'B1', blockId: 'B1', messageId: 'M1', status: 'ACCP', reasonCode: 'G001', reasonText: 'later' },
    ])
    expect(ofBlock('B1', 'RCVD')).toEqual([])
    expect(ofBlock('B1', 'ACCP', [])).toEqual([])
    expect(ofBlock(null, 'ACCP')).toEqual([])
    expect(ofBlock('B1', null)).toEqual([])
  })

  it('is a check where the payee’s name matches', () => {
    expect(claims(ofPayments(payment('E1', 'RCVC')))[0]).toMatchObject({ kind: 'check', reference: 'E1', blockId: 'B1', status: 'RCVC' })
  })

  it('is of the payment that our instruction id names', () => {
    const report = ofPayments(payment(null, 'RJCT', { instructionId: 'E7' }))
    expect(claims(report, ['E7'])).toMatchObject([{ kind: 'rejection', reference: 'E7', endToEndId: 'E7' }])
    expect(claims(report)).toMatchObject([{ kind: 'note', reference: 'E7', endToEndId: null }])
  })
})

describe('a question for a person', () => {
  const unknownStatus = (status: string) => `answered with the status ${status}, which PayLedger does not know`
  const PARTLY = 'accepted only in part, but the bank does not say which payments it did not accept'

  it.each('ACCC ACCP ACFC ACSC ACSP ACTC ACWP PATC PDNG PRES RCVC RCVD RJCT'.split(' '))('is not asked of %s', (word) => {
    expect(problems(ofPayments(payment('E1', word)))).toEqual([])
    expect(problems(answered({ blocks: [block('B1', { status: word })] }))).toEqual([])
    expect(problems(answered({ groupStatus: word }))).toEqual([])
  })

  it.each([
    ['RVMC', /close to/],
    ['RVNM', /does not match/],
    ['RVNA', /could not check/],
    ['RVCM', /some names/],
    ['ACWC', /changed something/],
    ['BLCK', /Blocked/],
    ['CANC', /Cancelled/],
  ])('is asked of %s in words', (word, words) => {
    expect(problems(ofPayments(payment('E1', word)))).toEqual([['E1', expect.stringMatching(words)]])
  })

  it('names a status that nobody knows, cut to forty characters', () => {
    expect(problems(ofPayments(payment('E1', 'XXXX')))).toEqual([['E1', unknownStatus('XXXX')]])
    expect(problems(ofPayments(payment('E1', 'Y'.repeat(50))))).toEqual([['E1', unknownStatus('Y'.repeat(40))]])
    expect(problems(ofPayments(payment('E1', null)))).toEqual([])
  })

  it('carries what it is about', () => {
    const of = { instructionId: 'I1', reasons: [because('G000', 'why')], bankReference: 'BK1' }
    const note = { kind: 'note', messageId: 'M1', blockId: 'B1', status: 'XXXX', reasonCode: 'G000', reasonText: 'why' }
    expect(claims(ofPayments(payment('E1', 'XXXX', of)))[0]).toMatchObject({
      ...note,
      reference: 'E1',
      endToEndId: 'E1',
      bankReference: 'BK1',
    })
    expect(claims(ofPayments(payment(null, 'XXXX', of)))[0]).toMatchObject({ ...note, reference: 'I1', endToEndId: null })
    expect(claims(ofPayments(payment(null, 'XXXX')))[0]).toMatchObject({ reference: 'M1', endToEndId: null })
    const ofBlock = answered({ blocks: [block('B1', { status: 'XXXX', reasons: of.reasons })] })
    expect(claims(ofBlock)[0]).toMatchObject({ ...note, reference: 'B1', endToEndId: null })
    const ofFile = answered({ groupStatus: 'XXXX', groupReasons: of.reasons })
    expect(claims(ofFile)[0]).toMatchObject({ ...note, reference: 'M1', blockId: null })
    const nameless = answered({ blocks: [block(null, { status: 'XXXX' })] })
    expect(claims(nameless)[0]).toMatchObject({ reference: 'M1', blockId: null, problem: unknownStatus('XXXX') })
  })

  it('is asked once, at the level nearest to the payments', () => {
    const unclear = block('B1', { status: 'XXXX', transactions: [payment('E1', 'YYYY')] })
    expect(problems(answered({ groupStatus: 'ZZZZ', blocks: [unclear] }))).toEqual([['E1', unknownStatus('YYYY')]])
    const both = answered({ groupStatus: 'ZZZZ', blocks: [unclear, block('B2', { status: 'WWWW' })] })
    expect(problems(both)).toEqual([
      ['E1', unknownStatus('YYYY')],
      ['B2', unknownStatus('WWWW')],
    ])
    expect(problems(answered({ groupStatus: 'ZZZZ', blocks: [block('B1', { transactions: [payment('E1', 'ACSP')] })] }))).toEqual([
      ['M1', unknownStatus('ZZZZ')],
    ])
  })

  it('is asked where a payment is rejected that the bank does not name', () => {
    const nameless = payment(null, 'RJCT')
    expect(problems(ofPayments(nameless))).toEqual([['M1', 'rejected, but the bank does not say which payment']])
    expect(problems(answered({ blocks: [block('B1', { status: 'RJCT', transactions: [nameless] })] }))).toEqual([])
  })

  it('is asked where a block is rejected that the bank does not name', () => {
    const nameless = block(null, { status: 'RJCT' })
    expect(problems(answered({ blocks: [nameless] }))).toEqual([['M1', 'rejected, but the bank does not say which payments']])
    expect(problems(answered({ groupStatus: 'RJCT', blocks: [nameless] }))).toEqual([])
    expect(problems(answered({ blocks: [block(null, { status: 'RJCT', transactions: [payment('E1', 'RJCT')] })] }))).toEqual([])
    expect(problems(answered({ blocks: [block('B1', { status: 'RJCT' })] }))).toEqual([])
  })

  it('is asked of a partial acceptance that names nobody, or that has a reason nobody waits for', () => {
    const ofBlock = (reasons: BlockStatus['reasons'], ...transactions: TransactionStatus[]) =>
      problems(answered({ blocks: [block('B1', { status: 'PART', reasons, transactions })] }))
    expect(ofBlock([])).toEqual([['B1', PARTLY]])
    expect(ofBlock([because('G000')], payment('E1', 'PDNG'))).toEqual([['B1', PARTLY]])
    expect(ofBlock([], payment('E1', 'PDNG'))).toEqual([])
    expect(ofBlock([because('G000')], payment('E1', 'RJCT'))).toEqual([])
    const ofFile = (...blocks: BlockStatus[]) => problems(answered({ groupStatus: 'PART', blocks }))
    expect(ofFile()).toEqual([['M1', PARTLY]])
    expect(ofFile(block('B1', { status: 'RJCT' }))).toEqual([])
    expect(ofFile(block('B1', { transactions: [payment('E1', 'RJCT')] }))).toEqual([])
    expect(ofFile(block('B1', { transactions: [payment('E1', 'PDNG')] }))).toEqual([])
  })
})

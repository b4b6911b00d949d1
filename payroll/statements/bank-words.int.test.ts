/** What a bank said of a payment, its block and its file is read again where the payment and the run are, also when it changed nothing. */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import { statusMeaning } from '@/iso20022/status-codes'
import type { Sent } from '@/stack/test-runner/bank-says'
import { Amt, answer, because, block, document, entry, payment, report, statement } from '@/stack/test-runner/bank-xml'
import { APPROVER, callOf, done, gatewayCall, PREPARER, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { confirmOutcome, proposeOutcome } from '../runs/settle-outcome'
import { applyBankFile } from './apply'
import { type BankWords, listBankWords, listRunWords } from './bank-words'
import { readPayout } from './payout'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: APPROVER.id, companies: null }
let count = 0

type Payment = Sent & { payoutId: string; blockId: string }

async function sent(): Promise<{ runId: string; messageId: string; blockId: string; people: [Payment, Payment, Payment, Payment] }> {
  const base = 1000 + 10 * ++count
  const rows = [1, 2, 3, 4].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${base + n}.00`)
  const { id, messages } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const people = await test.ledger.$queryRaw<[Payment, Payment, Payment, Payment]>`
    SELECT p.id AS "payoutId", i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  return { runId: id, messageId: messages[0] ?? '', blockId: people[0].blockId, people }
}

async function says(fileName: string, xml: string): Promise<void> {
  const bytes = Buffer.from(xml)
  const { documents } = await readBankFile(bytes, fileName)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents))
}

const told = (words: readonly BankWords[]) =>
  words.map(({ of, kind, status, reasonCode, reasonText }) => [of, kind, status, reasonCode, reasonText].join(' '))

describe('what the bank said', () => {
  it('of payees whose names it checked stands on each payment’s page, and what it wrote of the file on all of them and on the run’s', async () => {
    const { runId, messageId, blockId, people } = await sent()
    const [match, close, none, impossible] = people
    const text = (words: string) => `<StsRsnInf><AddtlInf>${words}</AddtlInf></StsRsnInf>`
    const reference = `<AcctSvcrRef>OWN-REF-1</AcctSvcrRef>`
    await says(
      'checked.xml',
      document(
        'pain.002.001.10',
        report(
          'VOP-1',
          messageId,
          `<GrpSts>RVCM</GrpSts>${text('Two names differ, see below')}`,
          block(
            blockId,
            answer(match, 'RCVC', reference) +
              answer(close, 'RVMC', text('Juergen Gross')) +
              answer(none, 'RVNM', because('BE01')) +
              answer(impossible, 'RVNA'),
          ),
        ),
      ),
    )
    const ofFile = 'file answer RVCM  Two names differ, see below'
    const of = async (one: Payment) => told(await listBankWords(test.ledger, VIEWER, one.payoutId)).sort()
    expect(await of(match)).toEqual([ofFile, 'payment check RCVC  '])
    expect(await of(close)).toEqual([ofFile, 'payment note RVMC  Juergen Gross'])
    expect(await of(none)).toEqual([ofFile, 'payment note RVNM BE01 '])
    expect(await of(impossible)).toEqual([ofFile, 'payment note RVNA  '])
    expect(told(await listRunWords(test.ledger, VIEWER, runId))).toEqual([ofFile])
    const [check] = (await listBankWords(test.ledger, VIEWER, match.payoutId)).filter(({ kind }) => kind === 'check')
    expect(check).toMatchObject({ fileName: 'checked.xml', messageId: 'VOP-1', fileKind: 'pain.002', bankReference: 'OWN-REF-1' })
    expect(['RCVC', 'RVMC', 'RVNM', 'RVNA'].map((code) => statusMeaning(code).startsWith('Payee check: '))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(statusMeaning('ZZZZ')).toBe('Status ZZZZ')
  })

  it('is listed with the newest file first, from acceptance to return, with the bank’s references and days', async () => {
    const { runId, messageId, blockId, people } = await sent()
    const [one] = people
    await says('accepted.xml', document('pain.002.001.10', report(`A${count}`, messageId, '<GrpSts>ACCP</GrpSts>')))
    await says(
      'block.xml',
      document(
        'pain.002.001.10',
        report(
          `B${count}`,
          messageId,
          '',
          block(blockId, `<PmtInfSts>ACSP</PmtInfSts><StsRsnInf><AddtlInf>Booked tonight</AddtlInf></StsRsnInf>`),
        ),
      ),
    )
    await says(
      'booked.xml',
      document('camt.053.001.08', statement(`S${count}`, entry(Amt(one), `<NtryDtls>${payment(one)}</NtryDtls>`, { reference: 'BK-77' }))),
    )
    const back = `<NtryDtls>${payment(one, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Konto erloschen</AddtlInf></RtrInf>')}</NtryDtls>`
    await says(
      'back.xml',
      document(
        'camt.053.001.08',
        statement(`T${count}`, entry(Amt(one), back, { sign: 'CRDT', reference: 'RT-78', date: '<Dt>2026-11-27</Dt>' })),
      ),
    )
    const words = await listBankWords(test.ledger, VIEWER, one.payoutId)
    expect(words.map(({ fileName, kind, of }) => `${fileName} ${kind} ${of}`)).toEqual([
      'back.xml return payment',
      'booked.xml booking payment',
      'block.xml answer block',
      'accepted.xml answer file',
    ])
    expect(words[0]).toMatchObject({ reasonCode: 'AC04', reasonText: 'Konto erloschen', bankReference: 'RT-78', bookedOn: '2026-11-27' })
    expect(words[2]).toMatchObject({ status: 'ACSP', reasonText: 'Booked tonight', reference: blockId })
    expect(words[3]).toMatchObject({ status: 'ACCP', reference: messageId })
    const other = await listBankWords(test.ledger, VIEWER, people[1].payoutId)
    expect(other.map(({ fileName }) => fileName)).toEqual(['block.xml', 'accepted.xml'])
    const ofRun = await listRunWords(test.ledger, VIEWER, runId)
    expect(ofRun.map(({ fileName, of, parts }) => `${fileName} ${of} ${parts}`)).toEqual(
      expect.arrayContaining(['accepted.xml file null', 'block.xml block null', 'block.xml file 1']),
    )
  })

  it('is nothing for who does not work for the company', async () => {
    const { messageId, people } = await sent()
    await says('secret.xml', document('pain.002.001.10', report(`C${count}`, messageId, '<GrpSts>ACCP</GrpSts>')))
    const elsewhere = { ...VIEWER, companies: [randomUUID()] }
    expect(await listBankWords(test.ledger, elsewhere, people[0].payoutId)).toEqual([])
    expect(await listBankWords(test.ledger, { ...VIEWER, companies: [test.companyId] }, people[0].payoutId)).toHaveLength(1)
  })

  it('of one’s payment on another company’s account is not shown to who works for one company', async () => {
    const { people } = await sent()
    const account = '<Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>'
    await says(
      'theirs.xml',
      document('camt.053.001.08', statement(`D${count}`, entry(Amt(people[0]), `<NtryDtls>${payment(people[0])}</NtryDtls>`), { account })),
    )
    expect(await listBankWords(test.ledger, { ...VIEWER, companies: [test.companyId] }, people[0].payoutId)).toEqual([])
    expect(await listBankWords(test.ledger, VIEWER, people[0].payoutId)).toHaveLength(1)
  })
})

it('a payout is read with its outcome and the bank’s words', async () => {
  const { messageId, blockId, people } = await sent()
  const [one] = people
  await says(
    'rejected.xml',
    document('pain.002.001.10', report(`E${count}`, messageId, '', block(blockId, answer(one, 'RJCT', because('AC04'))))),
  )
  const before = await readPayout(test.ledger, VIEWER, one.payoutId)
  expect(before).toMatchObject({ status: 'failed', outcome: null, bankWords: [{ kind: 'rejection', status: 'RJCT', reasonCode: 'AC04' }] })
  done(
    await proposeOutcome(test.ledger, callOf(PREPARER), one.payoutId, before?.version ?? 0, {
      outcome: 'pay-again',
      reason: 'New account',
    }),
  )
  done(await confirmOutcome(test.ledger, callOf(APPROVER), one.payoutId, 1, 'Asked the employee'))
  expect((await readPayout(test.ledger, VIEWER, one.payoutId))?.outcome).toMatchObject({
    outcome: 'pay-again',
    reason: 'New account',
    proposedBy: 'preparer',
    confirmReason: 'Asked the employee',
  })
})

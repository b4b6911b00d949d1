/** A payment that failed, was paid again in another run, and is then booked after all: an exception that names both, in whatever order it comes. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { Sent } from '@/stack/test-runner/bank-says'
import { Amt, answer, because, block, document, entries, entry, payment, report, statement } from '@/stack/test-runner/bank-xml'
import {
  AGAIN,
  APPROVER,
  approvedRun,
  callOf,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  sentRun,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { type ExceptionDetail, listExceptions, readException } from '../exceptions/exceptions'
import { confirmResolution, proposeResolution } from '../exceptions/resolve-exception'
import { approveRun } from '../runs/approve-run'
import { recallRun } from '../runs/recall-run'
import { repetitionSentences } from '../runs/repetition'
import { readRun } from '../runs/run'
import { submitRun } from '../runs/submit-run'
import { applyBankFile } from './apply'
import { listPaidTwice } from './paid-twice'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: APPROVER.id, companies: null }
const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
let count = 0

type Paid = Sent & { payoutId: string; runId: string; reference: string; messageId: string; blockId: string }

/** A person of their own for each test. */
const somebody = (): string => String(7000 + ++count)
const csvOf = (number: string, amount: string): string =>
  `${HEADER}\n${number},Lucía García ${number},ES,ES9121000418450200051332,,EUR,${amount}\n`

/** Imported, approved and sent to the bank. */
async function pay(number: string, amount = '1200.50', period = '2026-11'): Promise<Paid> {
  const { id } = await sentRun(test, csvOf(number, amount), period)
  return paymentOf(id)
}

async function paymentOf(runId: string): Promise<Paid> {
  const [row] = await test.ledger.$queryRaw<Paid[]>`
    SELECT p.id AS "payoutId", r.id AS "runId", r.reference, i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency,
      m.message_id AS "messageId", i.block_id AS "blockId"
    FROM payout p JOIN payroll_run r ON r.id = p.run_id LEFT JOIN settlement_instruction i ON i.payout_id = p.id
    LEFT JOIN bank_message m ON m.id = i.bank_message_id WHERE r.id = ${runId}::uuid`
  return row as Paid
}

async function says(xml: string): Promise<void> {
  const bytes = Buffer.from(xml)
  const fileName = `bank-${++count}.xml`
  const { documents } = await readBankFile(bytes, fileName)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents))
}
const fails = (paid: Paid, code = 'AC04') =>
  says(
    document(
      'pain.002.001.10',
      report(`R${++count}`, paid.messageId, '<GrpSts>PART</GrpSts>', block(paid.blockId, answer(paid, 'RJCT', because(code)))),
    ),
  )
const books = (paid: Paid, day = '2026-11-25') =>
  says(document('camt.053.001.08', statement(`S${++count}`, entries([paid], { date: `<Dt>${day}</Dt>`, reference: `BK${count}` }))))
const returns = (paid: Paid) =>
  says(
    document(
      'camt.053.001.08',
      statement(
        `S${++count}`,
        entry(Amt(paid), `<NtryDtls>${payment(paid, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')}</NtryDtls>`, {
          sign: 'CRDT',
          reference: `RT${count}`,
          date: '<Dt>2026-11-26</Dt>',
        }),
      ),
    ),
  )

const findingsAbout = async (paid: Paid): Promise<ExceptionDetail[]> => {
  const rows = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key WHERE c.about = ${paid.endToEndId} AND f.state <> 'resolved' ORDER BY f.problem`
  return Promise.all(rows.map(async ({ id }) => (await readException(test.ledger, VIEWER, id)) as ExceptionDetail))
}
const statusOf = async (paid: Paid) =>
  (await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payout WHERE id = ${paid.payoutId}::uuid`)[0]?.status

describe('failed, paid again, and booked after all', () => {
  it('is one exception that names both payments and the amount, whose page shows both', async () => {
    const who = somebody()
    const first = await pay(who)
    await fails(first)
    const second = await pay(who)
    await books(second)
    expect(await findingsAbout(first)).toEqual([])
    await books(first)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['settled', 'settled'])
    const [finding, ...others] = await findingsAbout(first)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      problem: `failed in ${first.reference}, was paid again in ${second.reference}, and has now been booked after all: 1,200.50 EUR may be paid twice`,
      reference: first.endToEndId,
      amountMinor: '120050',
      currency: 'EUR',
      runReference: first.reference,
      payoutId: first.payoutId,
      entry: { kind: 'twice' },
      twice: {
        isSo: true,
        amountMinor: '120050',
        first: {
          endToEndId: first.endToEndId,
          runReference: first.reference,
          status: 'settled',
          amountMinor: '120050',
          bookedOn: '2026-11-25',
        },
        second: { endToEndId: second.endToEndId, runReference: second.reference, status: 'settled', amountMinor: '120050' },
      },
    })
    const { rows } = await listExceptions(test.ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null })
    expect(rows.find(({ id }) => id === finding?.id)).toMatchObject({ amountMinor: '120050', currency: 'EUR' })
    for (const { payoutId } of [first, second])
      expect(await listPaidTwice(test.ledger, VIEWER, payoutId)).toMatchObject([
        { findingId: finding?.id, first: { payoutId: first.payoutId }, second: { payoutId: second.payoutId } },
      ])
    expect(await listPaidTwice(test.ledger, { ...VIEWER, companies: [first.payoutId] }, first.payoutId)).toEqual([])
  })

  it('is resolved by two people, and by nobody alone', async () => {
    const who = somebody()
    const first = await pay(who)
    await fails(first)
    await pay(who)
    await books(first)
    const [finding] = await findingsAbout(first)
    const id = finding?.id ?? ''
    const back = { resolution: 'returned-to-bank' as const, matchedTo: null, reason: 'The bank takes the first back.' }
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, back)).state).toBe('proposed')
    expect((await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 })).result).toMatchObject({
      ok: false,
      rejection: { code: 'four-eyes' },
    })
    expect(done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 })).state).toBe('resolved')
  })

  it('is told of the payment that is approved and not sent yet, and is no exception once that is recalled', async () => {
    const who = somebody()
    const first = await pay(who)
    await fails(first)
    const { id } = await approvedRun(test, csvOf(who, '1200.50'))
    await books(first)
    expect((await findingsAbout(first)).map(({ twice }) => twice?.second.status)).toEqual(['approved'])
    done(await recallRun(test.ledger, callOf(APPROVER), id, 3, 'The first is booked after all.'))
    expect((await findingsAbout(first)).map(({ problem }) => problem)).toEqual(['rejected, but the bank has booked it'])
    expect(await listPaidTwice(test.ledger, VIEWER, first.payoutId)).toEqual([])
  })

  it('is not so any more when the second payment fails, and again when that is booked after all too', async () => {
    const who = somebody()
    const first = await pay(who)
    await fails(first)
    const second = await pay(who)
    await books(first)
    expect((await findingsAbout(first)).map(({ entry: { kind } }) => kind)).toEqual(['twice'])
    await fails(second)
    expect((await findingsAbout(first)).map(({ entry: { kind } }) => kind)).toEqual(['rejection'])
    await books(second)
    expect((await findingsAbout(first)).map(({ entry: { kind } }) => kind)).toEqual(['twice'])
  })
})

describe('failed, booked after all, and then paid again', () => {
  it('is said by the comparison before anybody approves it, and is the exception once somebody has', async () => {
    const who = somebody()
    const first = await pay(who)
    await fails(first)
    await books(first)
    expect((await findingsAbout(first)).map(({ problem }) => problem)).toEqual(['rejected, but the bank has booked it'])
    const { id } = done(await draftRun(test, csvOf(who, '1300.00')))
    const sentence = `For 1 of 1 person the bank has booked a payment that had failed (${first.reference}): paying again would pay twice.`
    const repetition = (await readRun(test.ledger, VIEWER, id))?.repetition
    expect(repetition && repetitionSentences(repetition)).toContain(sentence)
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 1, AGAIN))
    expect((await findingsAbout(first)).map(({ entry: { kind } }) => kind)).toEqual(['rejection'])
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN))
    const [finding, ...others] = await findingsAbout(first)
    expect(others).toEqual([])
    // Of the second payment's 1,300.00 only as much as both have in common.
    expect(finding).toMatchObject({ amountMinor: '120050', twice: { second: { runId: id, status: 'approved', endToEndId: null } } })
    expect((await readRun(test.ledger, VIEWER, id))?.accepted.map((each) => each.sentence.includes(sentence))).toEqual([true, true, true])
  })
})

describe('came back, was paid again, and is booked on a later day', () => {
  it('is the same exception', async () => {
    const who = somebody()
    const first = await pay(who)
    await books(first)
    await returns(first)
    const second = await pay(who)
    expect(await findingsAbout(first)).toEqual([])
    await books(first, '2026-12-03')
    const told = (await findingsAbout(first)).map(({ problem }) => problem)
    expect(told).toContain(
      `came back in ${first.reference}, was paid again in ${second.reference}, and has now been booked after all: 1,200.50 EUR may be paid twice`,
    )
  })
})

describe('no exception of this kind', () => {
  it('is next month’s salary, another person’s payment, or a payment that stopped and stays so', async () => {
    const [who, other] = [somebody(), somebody()]
    const first = await pay(who)
    await fails(first)
    await pay(who, '1200.50', '2026-12')
    await pay(other)
    await books(first)
    expect((await findingsAbout(first)).map(({ entry: { kind } }) => kind)).toEqual(['rejection'])
    const third = await pay(other, '900.00')
    await fails(third)
    await pay(other, '900.00')
    expect(await findingsAbout(third)).toEqual([])
  })
})

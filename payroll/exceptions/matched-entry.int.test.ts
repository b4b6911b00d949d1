/** An entry that one file tells in short and another with its payments is one entry, whatever people have made of it in between. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, documentOf, named, type Sent } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, PREPARER, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { listExceptions } from './exceptions'
import { confirmResolution, proposeResolution } from './resolve-exception'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let count = 0

/** Two people who get the same amount, so that either could be meant. */
async function twins(): Promise<{ runId: string; blockId: string; one: Sent; other: Sent }> {
  const amount = 1000 + ++count
  const rows = [1, 2].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${amount}.00`)
  const { id } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const [one, other] = await test.ledger.$queryRaw<[Sent & { blockId: string }, Sent]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  return { runId: id, blockId: one.blockId, one, other }
}

async function say(...entries: Entry[]): Promise<void> {
  const document = documentOf(booked(entries))
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
}

const statusOf = async (sent: Sent): Promise<string> => {
  const [row] = await test.ledger.$queryRaw<{ status: string }[]>`
    SELECT p.status FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE i.end_to_end_id = ${sent.endToEndId}`
  return row?.status ?? ''
}
const feeOf = async (sent: Sent): Promise<bigint | null> => {
  const [row] = await test.ledger.$queryRaw<{ fee: bigint | null }[]>`
    SELECT fee_minor AS fee FROM settlement_instruction WHERE end_to_end_id = ${sent.endToEndId}`
  return row?.fee ?? null
}

const open = async () =>
  (await listExceptions(test.ledger, { userId: 'preparer', companies: null }, { state: 'open', mine: false, ofNoRun: false, cursor: null }))
    .rows
/** The open findings of an entry, by the reference the bank gave it; each test has references of its own. */
const problemsOf = async (booking: string): Promise<string[]> => {
  const rows = await test.ledger.$queryRaw<{ problem: string }[]>`
    SELECT f.problem FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key WHERE c.booking LIKE ${`% ${booking}`} AND f.state <> 'resolved' ORDER BY 1`
  return rows.map((row) => row.problem)
}

/** Two people say that the newest finding is for this payment. */
async function match(matchedTo: string): Promise<void> {
  const [finding] = (await open()).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  const { id, version } = finding ?? { id: '', version: 0 }
  done(
    await proposeResolution(test.ledger, callOf(PREPARER), { id, version }, { resolution: 'matched', matchedTo, reason: 'asked the bank' }),
  )
  done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: version + 1 }))
}

const MATCHED_ELSEWHERE = 'the bank names another payment for this entry than the one a person matched by hand'
const short = (key: string, entry: Entry): Entry => ({ ...entry, fingerprint: `${key} short`, bookingKey: key, transactions: [] })
const long = (key: string, entry: Entry): Entry => ({ ...entry, fingerprint: `${key} long`, bookingKey: key })

describe('a debit matched by hand', () => {
  it('that the statement then names so is the same debit, and takes its fee from there', async () => {
    const { one, other } = await twins()
    await say(short('s4', debit('s4', [one])))
    await match(one.endToEndId)
    const charged = named(one, { charges: [{ amountMinor: 20n, currency: 'EUR' }] })
    await say(long('s4', debit('s4', [one], { transactions: [charged] })))
    expect([await statusOf(one), await statusOf(other), await feeOf(one)]).toEqual(['settled', 'sent', 20n])
    expect(await problemsOf('s4')).toEqual([])
  })

  it('that the statement then names otherwise settles nobody else: a person is told', async () => {
    const { one, other } = await twins()
    await say(short('s3', debit('s3', [one])))
    await match(one.endToEndId)
    await say(long('s3', debit('s3', [other])))
    expect([await statusOf(one), await statusOf(other)]).toEqual(['settled', 'sent'])
    expect(await problemsOf('s3')).toEqual([MATCHED_ELSEWHERE])
    // Unless two people say that this one is meant, too.
    await match(other.endToEndId)
    expect([await statusOf(one), await statusOf(other)]).toEqual(['settled', 'settled'])
  })

  it('that the statement then names as a batch settles nobody else either', async () => {
    const { one, other, blockId } = await twins()
    const sum = { amountMinor: one.amountMinor * 2n, currency: 'EUR' }
    await say(short('s5', debit('s5', [one])))
    await match(one.endToEndId)
    const batches = [{ messageId: null, paymentInformationId: blockId, count: 2, sum }]
    await say(long('s5', batch('s5', blockId, [one, other], { batches, amount: { amountMinor: one.amountMinor, currency: 'EUR' } })))
    expect([await statusOf(one), await statusOf(other)]).toEqual(['settled', 'sent'])
    expect(await problemsOf('s5')).toEqual(['the bank names another batch for this entry than the one a person matched by hand'])
  })

  it('is booked more than once when another entry names it', async () => {
    const { one } = await twins()
    await say(short('s6', debit('s6', [one])))
    await match(one.endToEndId)
    await say(long('s6x', debit('s6x', [one], { bookingDate: '2026-11-01' })))
    expect(await problemsOf('s6x')).toEqual(['booked more than once'])
  })

  it('is booked more than once when one message names the same payment beside it', async () => {
    const { one } = await twins()
    const half = named(one, { endToEndId: null })
    await say(long('s7', debit('s7', [one, one], { transactions: [half, named(one)] })))
    expect(await statusOf(one)).toBe('settled')
    expect(await problemsOf('s7')).toEqual(['booked without an end-to-end id'])
  })
})

describe('a credit', () => {
  it('matched by hand that the statement then names so came back once', async () => {
    const { one, other } = await twins()
    await say(debit('r0', [one, other]), short('r1', comesBack('r1', one, 'AC04')))
    await match(one.endToEndId)
    await say(long('r1', comesBack('r1', one, 'AC04')))
    expect([await statusOf(one), await statusOf(other)]).toEqual(['returned', 'settled'])
    expect(await problemsOf('r1')).toEqual([])
  })

  it('matched by hand that the statement then names otherwise returns nobody else: a person is told', async () => {
    const { one, other } = await twins()
    await say(debit('r2', [one, other]), short('r3', comesBack('r3', one, 'AC04')))
    await match(one.endToEndId)
    await say(long('r3', comesBack('r3', other, 'AC04')))
    expect([await statusOf(one), await statusOf(other)]).toEqual(['returned', 'settled'])
    expect(await problemsOf('r3')).toEqual([MATCHED_ELSEWHERE])
  })

  it.each([
    ['first', (told: Entry[]) => told],
    ['last', (told: Entry[]) => told.toReversed()],
  ])('told in short %s, and as a return by another file, is no question', async (when, order) => {
    const { one, other } = await twins()
    await say(debit(`r4 ${when}`, [one, other]))
    const key = `r5 ${when}`
    for (const entry of order([short(key, comesBack(key, one, 'AC04')), long(key, comesBack(key, one, 'AC04'))])) await say(entry)
    expect([await statusOf(one), await statusOf(other)]).toEqual(['returned', 'settled'])
    expect(await problemsOf(key)).toEqual([])
  })
})

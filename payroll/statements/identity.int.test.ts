/** Ids of messages begin anew each year and two banks count alike: a message taken for another is a payment that stays open for ever. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankDocument, BookingReport } from '@/iso20022/report-types'
import { booked, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { readException } from '../exceptions/exceptions'
import { previewQuarantined } from '../exceptions/quarantined-message'
import { confirmResolution, confirmSeveral, proposeForSeveral, proposeResolution } from '../exceptions/resolve-exception'
import { isRejection } from '../transaction/rejections'
import { applyBankFile } from './apply'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: 'preparer', companies: null }
let count = 0

async function people(): Promise<{ messageId: string; sent: Sent[] }> {
  const nth = ++count
  const rows = [1, 2, 3].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${100 * nth + n}.00`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const sent = await test.ledger.$queryRaw<Sent[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { messageId: run.messages[0] ?? '', sent }
}
const statesOf = async (sent: readonly Sent[]): Promise<string> => {
  const rows = await test.ledger.$queryRaw<{ status: string }[]>`
    SELECT p.status FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id
    WHERE i.end_to_end_id = ANY(${sent.map(({ endToEndId }) => endToEndId)}::text[]) ORDER BY i.end_to_end_id`
  return rows.map((row) => row.status).join(' ')
}

type Made = { id: string; at: string | null; account?: string; sender?: string; sent: readonly Sent[] }
const said = ({ id, at, account = 'DE02120300000000202051', sender, sent }: Made): BookingReport => ({
  ...booked(sent.length > 0 ? [debit(`${id} ${sent[0]?.endToEndId}`, sent)] : [], 'camt.053', id),
  createdAt: at,
  statements: [{ id, account, currency: 'EUR' }],
  ...(sender && { sender }),
})
const bytesOf = (document: BankDocument): string =>
  createHash('sha256').update(`${++count}`).digest('hex').slice(0, 8) + document.sha256.slice(8)
async function take(document: BankDocument) {
  const file = { fileName: `${document.sha256.slice(0, 12)}.xml`, sha256: document.sha256 }
  return done(await applyBankFile(test.ledger, gatewayCall(), file, [document])).messages[0]
}
const apply = (report: BookingReport) => take(documentOf(report))

describe('two messages with one id', () => {
  it.each<[string, Partial<Made>]>([
    ['of two years', { at: '2026-12-03T18:00:00' }],
    ['of two banks, by the account they speak of', { account: 'DE89370400440532013000' }],
    ['of two senders', { sender: 'BYLADEM1001' }],
  ])('%s are two', async (_, other) => {
    const { sent } = await people()
    const first: Made = { id: `STMT-${++count}`, at: '2025-12-03T18:00:00', sent: sent.slice(0, 1) }
    expect(await apply(said(first))).toMatchObject({ outcome: 'applied', settled: 1 })
    // The entries are on our account in any case, so that they settle.
    expect(await apply(said({ ...first, ...other, sent: sent.slice(1, 2) }))).toMatchObject({ outcome: 'applied', settled: 1 })
  })

  it('of which the first says nothing are one: it takes no id', async () => {
    const { sent } = await people()
    const made: Made = { id: `STMT-${++count}`, at: '2026-11-25T18:00:00', sent: [] }
    expect(await apply(said(made))).toMatchObject({ outcome: 'nothing-new' })
    expect(await apply(said({ ...made, sent }))).toMatchObject({ outcome: 'applied', settled: 3 })
  })

  it('and the same content are one, though their bytes differ', async () => {
    const { sent } = await people()
    const document = documentOf(said({ id: `STMT-${++count}`, at: '2026-11-25T18:00:00', sent }))
    expect(await take(document)).toMatchObject({ outcome: 'applied' })
    expect(await take({ ...document, sha256: bytesOf(document) })).toMatchObject({ outcome: 'ignored', findings: 0 })
  })

  it('and other statuses about two files of ours are two', async () => {
    const [a, b] = [await people(), await people()]
    const of = ({ messageId, sent }: typeof a) => ({
      ...status(messageId, [{ endToEndId: sent[0]?.endToEndId ?? '', status: 'RJCT', reason: 'AC04' }]),
      messageId: 'SAME',
    })
    expect(await take(documentOf(of(a)))).toMatchObject({ outcome: 'applied', failed: 1 })
    expect(await take(documentOf(of(b)))).toMatchObject({ outcome: 'applied', failed: 1 })
  })
})

describe('a message that contradicts an earlier one of its identity', () => {
  async function contradicted() {
    const { sent } = await people()
    const made: Made = { id: `STMT-${++count}`, at: null, sent: sent.slice(0, 1) }
    await apply(said(made))
    const second = documentOf(said({ ...made, sent: sent.slice(1) }))
    expect(await take(second)).toMatchObject({ outcome: 'set-aside', settled: 0, findings: 1 })
    const [row] = await test.ledger.$queryRaw<{ id: string }[]>`
      SELECT f.id FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id WHERE m.message_id = ${made.id} AND m.status = 'set-aside'`
    return { sent, second, id: row?.id ?? '', archived: async () => [second] }
  }
  const decide = (resolution: 'applied' | 'discarded' | 'written-off') => ({ resolution, matchedTo: null, reason: 'asked the bank' })

  it('is applied when two people say so, and known from then on', async () => {
    const { sent, second, id, archived } = await contradicted()
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, decide('written-off')))).toBe('unsuited')
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, decide('applied'))).state).toBe('proposed')
    const would = await previewQuarantined(test.ledger, callOf(APPROVER), id, archived)
    if (isRejection(would)) throw new Error(would.code)
    expect(would.changes.map(({ was, becomes }) => `${was} ${becomes}`)).toEqual(['sent settled', 'sent settled'])
    expect(await statesOf(sent)).toBe('settled sent sent')
    const seen = would.effect
    expect(refused(await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }, { archived, seen }))).toBe('four-eyes')
    expect(refused(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }, { archived, seen: null }))).toBe(
      'effect-changed',
    )
    expect(await statesOf(sent)).toBe('settled sent sent')
    const several = done(await confirmSeveral(test.ledger, callOf(APPROVER), [{ id, version: 2 }]))
    expect(several.findings[0]).toMatchObject({ done: false, code: 'no-match' })
    expect(refused(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }, { archived: async () => [], seen }))).toBe(
      'not-found',
    )
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }, { archived, seen }))
    expect(await statesOf(sent)).toBe('settled settled settled')
    expect(await readException(test.ledger, VIEWER, id)).toMatchObject({ state: 'resolved', resolution: 'applied' })
    expect(await take(second)).toMatchObject({ outcome: 'ignored' })
  })

  it('is not applied by whoever had a hand in a run that it moves', async () => {
    const { sent, id, archived } = await contradicted()
    done(await proposeResolution(test.ledger, callOf(APPROVER), { id, version: 1 }, decide('applied')))
    const would = await previewQuarantined(test.ledger, callOf(PREPARER), id, archived)
    if (isRejection(would)) throw new Error(would.code)
    const confirmed = await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }, { archived, seen: would.effect })
    expect(refused(confirmed)).toBe('hand-in-run')
    expect(await statesOf(sent)).toBe('settled sent sent')
    expect(await readException(test.ledger, VIEWER, id)).toMatchObject({ state: 'proposed' })
  })

  it('is discarded when two people say so, and stays so when it comes again', async () => {
    const { sent, second, id } = await contradicted()
    const several = done(await proposeForSeveral(test.ledger, callOf(PREPARER), [{ id, version: 1 }], decide('written-off') as never))
    expect(several.findings[0]).toMatchObject({ done: false })
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, decide('discarded')))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await take({ ...second, place: 'again.xml' })).toMatchObject({ outcome: 'set-aside', findings: 0 })
    expect(await statesOf(sent)).toBe('settled sent sent')
    expect(await readException(test.ledger, VIEWER, id)).toMatchObject({ state: 'resolved', resolution: 'discarded' })
  })
})

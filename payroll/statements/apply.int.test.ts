/** What each thing a bank says does to the payments of a file, against the real rules of the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankReport, Entry } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, documentOf, named, type Sent, status } from '@/stack/test-runner/bank-says'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from './apply'
import { previewBankFile } from './by-hand'
import type { FileEffect } from './changes'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let count = 0
const people = (): string =>
  [
    'employee_number,employee_name,country,account,bic,currency,amount',
    ...[1, 2, 3].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${++count}0${n}.00`),
  ].join('\n')

type Run = { id: string; messageId: string; blockId: string; sent: [Sent, Sent, Sent] }

async function run(): Promise<Run> {
  const { id, messages } = await sentRun(test, people())
  const rows = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  return { id, messageId: messages[0] ?? '', blockId: rows[0]?.blockId ?? '', sent: rows as unknown as [Sent, Sent, Sent] }
}

async function say(...reports: BankReport[]) {
  const documents = reports.map(documentOf)
  const file = { fileName: documents[0]?.place ?? '', sha256: documents[0]?.sha256 ?? '' }
  return done(await applyBankFile(test.ledger, gatewayCall(), file, documents)).messages
}

const statesOf = async (runId: string): Promise<string> => {
  const rows = await test.ledger.$queryRaw<
    { status: string }[]
  >`SELECT status FROM payout WHERE run_id = ${runId}::uuid ORDER BY line_number`
  return rows.map((row) => row.status).join(' ')
}
const problemsOf = async (runId: string): Promise<string[]> => {
  const rows = await test.ledger.$queryRaw<{ problem: string }[]>`
    SELECT problem FROM bank_finding WHERE run_id = ${runId}::uuid AND state <> 'resolved' ORDER BY problem`
  return rows.map((row) => row.problem)
}

const FEW = { amountMinor: 1n, currency: 'EUR' }

/** What the bank says, where the three payments end, and what a person is shown. */
const TABLE: [string, (run: Run) => BankReport[], string, string[]][] = [
  ['a debit by name settles', ({ sent }) => [booked([debit('a1', sent)])], 'settled settled settled', []],
  ['an announced debit does nothing', ({ sent }) => [booked([debit('a2', sent, { booked: false, status: 'PDNG' })])], 'sent sent sent', []],
  [
    'a status of acceptance does nothing',
    ({ messageId, sent }) => [status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'ACSC' }])],
    'sent sent sent',
    [],
  ],
  [
    'a rejection fails',
    ({ messageId, sent }) => [status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'RJCT', reason: 'AC04' }])],
    'failed sent sent',
    [],
  ],
  [
    'a block rejected fails all of it',
    ({ messageId, blockId }) => [
      { ...status(messageId, []), blocks: [{ paymentInformationId: blockId, status: 'RJCT', reasons: [], transactions: [] }] },
    ],
    'failed failed failed',
    [],
  ],
  [
    'another amount is a finding',
    ({ sent }) => [booked([debit('a3', [sent[0], { ...sent[1], amountMinor: sent[1].amountMinor + 1n }])])],
    'settled sent sent',
    ['booked with another amount, currency or account than we sent'],
  ],
  [
    'another account is a finding',
    ({ sent }) => [booked([debit('a4', [sent[0]], { account: 'DE89370400440532013000' })])],
    'sent sent sent',
    ['booked with another amount, currency or account than we sent'],
  ],
  ['a batch that agrees settles', ({ blockId, sent }) => [booked([batch('a5', blockId, sent)])], 'settled settled settled', []],
  [
    'a batch without what was rejected settles the rest',
    ({ messageId, blockId, sent }) => [
      status(messageId, [{ endToEndId: sent[1].endToEndId, status: 'RJCT', reason: 'AC01' }]),
      booked([batch('a6', blockId, [sent[0], sent[2]])]),
    ],
    'settled failed settled',
    [],
  ],
  [
    'a batch without what is rejected only later settles when that is said',
    ({ messageId, blockId, sent }) => [
      booked([batch('a7', blockId, [sent[0], sent[2]])]),
      status(messageId, [{ endToEndId: sent[1].endToEndId, status: 'RJCT', reason: 'AC01' }]),
    ],
    'settled failed settled',
    [],
  ],
  [
    'a batch with what was rejected settles the rest, and the bank owes',
    ({ messageId, blockId, sent }) => [
      booked([batch('a8', blockId, sent)]),
      status(messageId, [{ endToEndId: sent[1].endToEndId, status: 'RJCT', reason: 'AC01' }]),
    ],
    'settled failed settled',
    ['booked with payments in it that the bank has rejected: ask the bank to pay them back'],
  ],
  [
    'and when it has paid that back, it came back',
    ({ messageId, blockId, sent }) => [
      status(messageId, [{ endToEndId: sent[1].endToEndId, status: 'RJCT', reason: 'AC01' }]),
      booked([comesBack('a9r', sent[1], 'AC01'), batch('a9', blockId, sent)]),
    ],
    'settled returned settled',
    [],
  ],
  [
    'a batch of another sum is a finding',
    ({ blockId, sent }) => [
      booked([batch('b1', blockId, sent, { batches: [{ messageId: null, paymentInformationId: blockId, count: 3, sum: FEW }] })]),
    ],
    'sent sent sent',
    ['booked as a batch whose count or sum is not what we sent'],
  ],
  [
    'a batch without its count is a finding',
    ({ blockId, sent }) => [
      booked([batch('b2', blockId, sent, { batches: [{ messageId: null, paymentInformationId: blockId, count: null, sum: FEW }] })]),
    ],
    'sent sent sent',
    ['booked as a batch without its count or its sum'],
  ],
  ['a return undoes', ({ sent }) => [booked([debit('b3', sent), comesBack('b3r', sent[2], 'AC04')])], 'settled settled returned', []],
  [
    'a return waits for its booking',
    ({ sent }) => [booked([comesBack('b4r', sent[2], 'AC04')])],
    'sent sent sent',
    ['returned before the bank booked it: waiting for the booking'],
  ],
  [
    'and is applied when that comes',
    ({ sent }) => [booked([comesBack('b5r', sent[2], 'AC04')]), booked([debit('b5', sent)])],
    'settled settled returned',
    [],
  ],
  [
    'what is booked is settled though it was rejected',
    ({ messageId, sent }) => [
      status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'RJCT', reason: 'AC04' }]),
      booked([debit('b6', sent)]),
    ],
    'settled settled settled',
    ['rejected, but the bank has booked it'],
  ],
  [
    'the same booking in notification and statement counts once',
    ({ sent }) => [booked([debit('b7', sent)]), booked([debit('b7', sent)], 'camt.053')],
    'settled settled settled',
    [],
  ],
  [
    'a statement that names nothing is told by the notification',
    ({ sent }) => [
      booked([debit('b8', sent, { transactions: [], fingerprint: 'b8-short', bookingKey: 'B8' })], 'camt.053'),
      booked([debit('b8', sent, { bookingKey: 'B8' })]),
    ],
    'settled settled settled',
    [],
  ],
  [
    'another booking of the same is a finding',
    ({ sent }) => [booked([debit('b9', sent), debit('b9x', [sent[0]])])],
    'settled settled settled',
    ['booked more than once'],
  ],
  [
    'a batch, and one of it by name as well, is a finding',
    ({ blockId, sent }) => [booked([batch('c1', blockId, sent), debit('c1x', [sent[0]])])],
    'settled settled settled',
    ['booked as a batch, and some of its payments by name as well'],
  ],
  [
    'a batch without what was rejected, and that by name after all, is booked once each',
    ({ messageId, blockId, sent }) => [
      status(messageId, [{ endToEndId: sent[1].endToEndId, status: 'RJCT', reason: 'AC01' }]),
      booked([batch('c2', blockId, [sent[0], sent[2]]), debit('c2x', [sent[1]])]),
    ],
    'settled settled settled',
    ['rejected, but the bank has booked it'],
  ],
  [
    'verification of payee is a finding and nothing else',
    ({ messageId, sent }) => [status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'RVNM' }])],
    'sent sent sent',
    ['Payee check: the name does not match the account holder'],
  ],
]

describe('what the bank says', () => {
  it.each(TABLE)('%s', async (_, says, states, problems) => {
    const sent = await run()
    for (const report of says(sent)) await say(report)
    expect(await statesOf(sent.id)).toBe(states)
    const found = await problemsOf(sent.id)
    expect(found).toEqual(problems)
    for (const report of says(sent)) await say(report)
    expect(await statesOf(sent.id)).toBe(states)
    expect(await problemsOf(sent.id)).toEqual(found)
  })

  it('takes over what only the statement tells: the fee counts once', async () => {
    const { sent } = await run()
    const charged = (feeMinor: bigint): Entry =>
      debit('d1', [sent[0]], { transactions: [named(sent[0], { charges: [{ amountMinor: feeMinor, currency: 'EUR' }] })] })
    await say(booked([debit('d1', [sent[0]])]))
    await say(booked([charged(25n)], 'camt.053'))
    await say(booked([charged(25n)]))
    const [row] = await test.ledger.$queryRaw<{ fee: string; version: number }[]>`
      SELECT i.fee_minor::text AS fee, p.version FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id WHERE end_to_end_id = ${sent[0].endToEndId}`
    expect(row).toEqual({ fee: '25', version: 5 })
  })

  it('lists what belongs to no run, and closes it when a later file explains it', async () => {
    const unknown = { endToEndId: 'NOBODY-1', amountMinor: 5n, currency: 'EUR' }
    const [first] = await say(booked([debit('e1', [unknown]), debit('e2', [], { amount: FEW })]))
    expect(first).toMatchObject({ outcome: 'applied', findings: 2, settled: 0 })
    const [again] = await say(booked([debit('e1', [unknown])]))
    expect(again).toMatchObject({ outcome: 'nothing-new', findings: 0, note: 'PayLedger already knew everything in it.' })
  })
})

describe('a preview', () => {
  it('shows per run what would change, and changes nothing', async () => {
    const { id, sent } = await run()
    const documents = [documentOf(booked([debit('f1', sent), comesBack('f2', sent[0], 'AC04')]))]
    const file = { fileName: 'f.xml', sha256: documents[0]?.sha256 ?? '' }
    const { messages } = (await previewBankFile(test.ledger, gatewayCall(), file, documents)) as FileEffect
    expect(messages[0]).toMatchObject({ outcome: 'applied', settled: 3, returned: 1, runs: [{ id, settled: 3, returned: 1 }] })
    expect(await statesOf(id)).toBe('sent sent sent')
    expect(done(await applyBankFile(test.ledger, gatewayCall(), file, documents)).messages).toEqual(messages)
    expect(await statesOf(id)).toBe('returned settled settled')
  })
})

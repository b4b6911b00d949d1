/** A match moves a payment: whoever had a hand in its run does not confirm it, whoever proposed it. */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { Sent } from '@/stack/test-runner/bank-says'
import { Amt, document, entries, entry, statement } from '@/stack/test-runner/bank-xml'
import { APPROVER, callOf, done, gatewayCall, PREPARER, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { sentenceOf } from '../transaction/rejections'
import { readException } from './exceptions'
import { confirmResolution, confirmSeveral, proposeResolution } from './resolve-exception'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let count = 0
const THIRD = { kind: 'user' as const, id: 'third', name: 'Test Third' }

async function sent(): Promise<{ reference: string; blockId: string; people: [Sent, Sent] }> {
  const rows = [1, 2].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${1000 + 10 * ++count}.0${n}`)
  const { id } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const people = await test.ledger.$queryRaw<[Sent & { reference: string; blockId: string }, Sent]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, r.reference, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id JOIN payroll_run r ON r.id = p.run_id WHERE r.id = ${id}::uuid ORDER BY p.line_number`
  return { reference: people[0].reference, blockId: people[0].blockId, people }
}

/** The bank's file becomes a finding; its id. */
async function found(xml: string): Promise<string> {
  const bytes = Buffer.from(xml)
  const fileName = `${randomUUID()}.xml`
  const { documents } = await readBankFile(bytes, fileName)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents))
  const [row] = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id WHERE m.file_name = ${fileName}`
  return row?.id ?? ''
}
const stranger = (sent: Sent): string =>
  document(
    'camt.053.001.08',
    statement(`S${++count}`, entries([{ ...sent, endToEndId: `STRANGER-${count}` }], { reference: `BK${count}` })),
  )
const statusOf = async ({ endToEndId }: Sent) =>
  (await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM settlement_instruction WHERE end_to_end_id = ${endToEndId}`)[0]
    ?.status
const matchWith = (matchedTo: string) => ({ resolution: 'matched' as const, matchedTo, reason: 'Asked the bank by phone' })
const seenBy = (userId: string, id: string) => readException(test.ledger, { userId, companies: null }, id)

it('of a payment is confirmed by somebody without a hand in its run', async () => {
  const { reference, people } = await sent()
  const id = await found(stranger(people[0]))
  done(await proposeResolution(test.ledger, callOf(APPROVER), { id, version: 1 }, matchWith(people[0].endToEndId)))
  const { result } = await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 })
  expect(result.ok ? null : sentenceOf(result.rejection)).toBe(
    `You prepared run ${reference}, and this affects that run, so someone else must confirm it.`,
  )
  expect(done(await confirmSeveral(test.ledger, callOf(PREPARER), [{ id, version: 2 }])).findings).toMatchObject([
    { done: false, code: 'hand-in-run' },
  ])
  expect(await statusOf(people[0])).toBe('sent')
  expect([(await seenBy(PREPARER.id, id))?.handIn, (await seenBy(THIRD.id, id))?.handIn]).toEqual([{ act: 'prepared', reference }, null])
  done(await confirmResolution(test.ledger, callOf(THIRD), { id, version: 2 }))
  expect(await statusOf(people[0])).toBe('settled')
})

it('of a whole batch as well', async () => {
  const { blockId, people } = await sent()
  const sum = { amountMinor: people[0].amountMinor + people[1].amountMinor }
  const id = await found(
    document(
      'camt.053.001.08',
      statement(`S${++count}`, entry(Amt(sum), `<NtryDtls><Btch><PmtInfId>${blockId}</PmtInfId></Btch></NtryDtls>`)),
    ),
  )
  done(await proposeResolution(test.ledger, callOf(APPROVER), { id, version: 1 }, matchWith(blockId)))
  expect((await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 })).result).toMatchObject({
    rejection: { code: 'hand-in-run' },
  })
  done(await confirmResolution(test.ledger, callOf(THIRD), { id, version: 2 }))
  expect([await statusOf(people[0]), await statusOf(people[1])]).toEqual(['settled', 'settled'])
})

it('may be proposed by who had a hand, and what moves no payment confirmed by them', async () => {
  const { people } = await sent()
  const id = await found(stranger(people[0]))
  const closing = { resolution: 'written-off' as const, matchedTo: null, reason: 'Rent' }
  done(await proposeResolution(test.ledger, callOf(APPROVER), { id, version: 1 }, closing))
  expect((await seenBy(PREPARER.id, id))?.handIn).toBeNull()
  done(await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }))
})

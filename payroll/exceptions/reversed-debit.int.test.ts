/** Some banks tell a payment that came back as a reversed debit: two people match it as that payment's return. */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { Sent } from '@/stack/test-runner/bank-says'
import { Amt, document, entries, entry, payment, statement } from '@/stack/test-runner/bank-xml'
import { APPROVER, callOf, done, gatewayCall, PREPARER, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { listBankWords } from '../statements/bank-words'
import { readPayout } from '../statements/payout'
import { listCandidates } from './exception-candidates'
import { readException } from './exceptions'
import { confirmResolution, proposeResolution } from './resolve-exception'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: APPROVER.id, companies: null }

async function says(xml: string): Promise<string> {
  const bytes = Buffer.from(xml)
  const fileName = `${randomUUID()}.xml`
  const { documents } = await readBankFile(bytes, fileName)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents))
  const [row] = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id WHERE m.file_name = ${fileName}`
  return row?.id ?? ''
}

it.each(['camt.053', 'camt.054'])('in a %s with our end-to-end id and AC04, it becomes the return with that reason', async (kind) => {
  const csv = 'employee_number,employee_name,country,account,bic,currency,amount'
  const { id: runId } = await sentRun(test, [csv, `1,Jürgen Groß,DE,DE89370400440532013000,,EUR,12${kind.slice(-2)}.00`].join('\n'))
  const [paid] = await test.ledger.$queryRaw<[Sent & { payoutId: string }]>`
    SELECT p.id AS "payoutId", i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${runId}::uuid`
  await says(document('camt.053.001.08', statement(randomUUID(), entries([paid]))))
  const because = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Konto erloschen</AddtlInf></RtrInf>'
  const reversed = entry(Amt(paid), `<NtryDtls>${payment(paid, because)}</NtryDtls>`, {
    more: '<RvslInd>true</RvslInd>',
    reference: 'RV-1',
    date: '<Dt>2026-11-27</Dt>',
  })
  const told = statement(randomUUID(), reversed)
  const message = kind === 'camt.053' ? told : told.replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn').replaceAll('Stmt>', 'Ntfctn>')
  const id = await says(document(`${kind}.001.08`, message))
  const finding = await readException(test.ledger, VIEWER, id)
  expect(finding).toMatchObject({
    problem: 'a reversed debit that names a payment: it may be the return of that payment',
    amountMinor: paid.amountMinor.toString(),
    entry: { direction: 'debit', reasonCode: 'AC04', reasonText: 'Konto erloschen', endToEndId: paid.endToEndId, bookedOn: '2026-11-27' },
  })
  expect((await readPayout(test.ledger, VIEWER, paid.payoutId))?.status).toBe('settled')
  expect((await listCandidates(test.ledger, VIEWER, id)).map((candidate) => candidate.id)).toContain(paid.endToEndId)
  const match = { resolution: 'matched' as const, matchedTo: paid.endToEndId, reason: 'The bank says that it came back.' }
  done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, match))
  done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
  expect(await readPayout(test.ledger, VIEWER, paid.payoutId)).toMatchObject({
    status: 'returned',
    attempts: [{ status: 'returned', reasonCode: 'AC04', reasonText: 'Konto erloschen', returnedOn: '2026-11-27' }],
  })
  const [newest] = await listBankWords(test.ledger, VIEWER, paid.payoutId)
  expect(newest).toMatchObject({ kind: 'credit', reasonCode: 'AC04', bookedOn: '2026-11-27', bankReference: 'RV-1' })
})

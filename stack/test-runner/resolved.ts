/** What the bank says becomes an exception, in a ledger with two people to resolve it. */
import { Client } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type { Entry } from '@/iso20022/report-types'
import { listExceptions } from '@/payroll/exceptions/exceptions'
import { applyBankFile } from '@/payroll/statements/apply'
import { booked, documentOf, type Sent } from './bank-says'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from './ledger'

export let test: TestLedger
export let app: Client

/** Opens a ledger, and a connection of the app’s own to it, for the tests of a file. */
export function exceptionLedger(): void {
  beforeAll(async () => {
    test = await testLedger()
    app = new Client({ connectionString: test.database.appUrl })
    await app.connect()
  })
  afterAll(async () => {
    await app.end()
    await test.close()
  })
}

export const VIEWER = { userId: 'preparer', companies: null }
export const REASON = 'asked the bank by phone'
let count = 0

export async function sentPeople(): Promise<{ runId: string; messageId: string; blockId: string; sent: [Sent, Sent] }> {
  const rows = [1, 2].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${100 * ++count + n}.00`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const sent = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { runId: run.id, messageId: run.messages[0] ?? '', blockId: sent[0]?.blockId ?? '', sent: sent as unknown as [Sent, Sent] }
}

/** What the bank says becomes a finding; its id. */
export async function found(...entries: Entry[]): Promise<string> {
  const document = documentOf(booked(entries))
  const before = new Set((await openExceptions()).map((row) => row.id))
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
  const [added] = (await openExceptions()).filter((row) => !before.has(row.id))
  return added?.id ?? ''
}
export const openExceptions = async () =>
  (await listExceptions(test.ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null })).rows
export const stranger = (sent: Sent): Sent => ({ ...sent, endToEndId: `STRANGER-${++count}` })
export const statusOf = async (sent: Sent): Promise<string> => {
  const [row] = await test.ledger.$queryRaw<{ status: string }[]>`
    SELECT p.status FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE i.end_to_end_id = ${sent.endToEndId}`
  return row?.status ?? ''
}
export const matchWith = (sent: Sent | null) => ({ resolution: 'matched' as const, matchedTo: sent?.endToEndId ?? null, reason: REASON })
export const WRITE_OFF = { resolution: 'written-off' as const, matchedTo: null, reason: REASON }

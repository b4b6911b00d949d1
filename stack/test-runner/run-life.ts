/** Runs of three people through the commands, with their payouts and events. */
import { afterAll, beforeAll } from 'vitest'
import { CSV, type TestLedger, testLedger } from './ledger'

export let test: TestLedger

/** Opens a ledger for the tests of a file. */
export function runLedger(): void {
  beforeAll(async () => {
    test = await testLedger()
  })
  afterAll(() => test.close())
}

export let count = 0
/** The same three people with other amounts: a file of its own. */
export const csv = (): string => CSV.replace('1200.50', `${1200 + ++count}.50`)
export const VIEWER = { userId: 'approver', companies: null }

export const payoutsOf = (runId: string) =>
  test.ledger.$queryRaw<{ id: string; status: string; version: number; line_number: number }[]>`
    SELECT id, status, version, line_number FROM payout WHERE run_id = ${runId}::uuid ORDER BY line_number`
export const eventsOf = (id: string) =>
  test.ledger.$queryRaw<{ version: number; type: string; event: string }[]>`
    SELECT version, type, event FROM outbox WHERE aggregate_id = ${id}::uuid ORDER BY version`

/** Takes in files as banks write them, from their bytes to the state of three payments and what a person is shown. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import { type Applied, applyBankFile } from '@/payroll/statements/apply'
import type { Sent } from './bank-says'
import { document, report, statement, sumOf } from './bank-xml'
import { done, gatewayCall, sentRun, type TestLedger, testLedger } from './ledger'

/** A file that was sent: its payments `a`, `b` and `c`, all of them, and their sum. `m` makes ids of messages that no other case has. */
type Run = { id: string; messageId: string; blockId: string; sent: Sent[]; a: Sent; b: Sent; c: Sent; all: Sent; m: (n?: number) => string }

/** What the bank sends, where the three payments end, and the problems that a person is shown. */
export type Case = [imitates: string, files: (run: Run) => (string | Uint8Array)[], states: string, problems?: string[]]

export const ALL = 'settled settled settled'
export const NONE = 'sent sent sent'

type Parts = Parameters<typeof statement>[2]
export const stated = ({ m }: Run, entries: string, parts?: Parts): string => document('camt.053.001.08', statement(m(), entries, parts))
export const answered = ({ m, messageId }: Run, group: string, blocks = ''): string =>
  document('pain.002.001.10', report(m(), messageId, group, blocks))

export function checkBankFiles(what: string, cases: readonly Case[]): void {
  let test: TestLedger
  beforeAll(async () => {
    test = await testLedger()
  })
  afterAll(() => test.close())

  describe(what, () => {
    it.each(cases)('%s', async (_imitates, files, states, problems = []) => {
      const run = await newRun(test)
      const messages: Applied[] = []
      for (const [n, file] of files(run).entries())
        messages.push(...(await ingest(test, typeof file === 'string' ? Buffer.from(file) : file, `${run.m(n)}.xml`)))
      const aside = messages.filter((each) => each.outcome === 'set-aside').map((each) => each.note)
      expect({ states: await statesOf(test, run), problems: await problemsOf(test, run), aside }).toEqual({
        states,
        problems: [...problems].sort(),
        aside: [],
      })
    })
  })
}

let count = 0

async function newRun(test: TestLedger): Promise<Run> {
  const nth = ++count
  const rows = [1, 2, 3].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${1000 + nth}${n}.0${n}`)
  const { id, messages } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const sent = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  const [a, b, c] = sent as [Sent & { blockId: string }, Sent, Sent]
  return { id, messageId: messages[0] ?? '', blockId: a.blockId, sent, a, b, c, all: sumOf(sent), m: (n = 1) => `BANK-${nth}-${n}` }
}

async function ingest(test: TestLedger, bytes: Uint8Array, fileName: string): Promise<Applied[]> {
  const { documents } = await readBankFile(bytes, fileName)
  const file = { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }
  return done(await applyBankFile(test.ledger, gatewayCall(), file, documents)).messages
}

async function statesOf({ ledger }: TestLedger, { id }: Run): Promise<string> {
  const rows = await ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payout WHERE run_id = ${id}::uuid ORDER BY line_number`
  return rows.map((row) => row.status).join(' ')
}

/** Without the place in the file, which the readers' own tests look at. */
async function problemsOf({ ledger }: TestLedger, { m }: Run): Promise<string[]> {
  const rows = await ledger.$queryRaw<{ problem: string }[]>`
    SELECT f.problem FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id
    WHERE f.state <> 'resolved' AND m.direction = 'in' AND m.message_id LIKE ${m().replace(/1$/, '%')}`
  return rows.map(({ problem }) => problem.replace(/^entry .*\(line \d+\): (?:payment \S+: )?/, '')).sort()
}

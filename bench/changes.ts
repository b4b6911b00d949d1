/** Changes of payouts at a steady rate, as runs come in: each half second one is submitted whose people are half of a second's changes. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '@/events/envelope'
import { createDraft } from '@/payroll/runs/create-draft'
import { submitRun } from '@/payroll/runs/submit-run'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { mixedPayrollFile, monthOf, PAY_DATE } from './payroll'

const PREPARER: Actor = { kind: 'process', id: 'bench', name: 'Benchmark' }
const EVERY_MS = 500

export type Drafts = { ids: string[]; each: number }

/** Drafts enough runs for `seconds` at `perSecond` changes, each of a month of its own: drafting is not what is measured. */
export async function draftRuns(ledger: Ledger, accountHashKey: string, { perSecond, seconds }: Rate): Promise<Drafts> {
  const company = await ledger.company.findFirstOrThrow({ where: { code: 'NLG' } })
  const each = (perSecond * EVERY_MS) / 1_000
  const ids: string[] = []
  for (let number = 0; number < (seconds * 1_000) / EVERY_MS; number++) {
    const read = await readPayrollBytes(Buffer.from(mixedPayrollFile(number, each)))
    if (!read.ok) throw new Error(JSON.stringify(read.problems[0]))
    const draft = {
      ...{
        companyId: company.id,
        period: monthOf(2029 + Math.floor(number / 12), number + 1),
        payDate: PAY_DATE,
        sourceName: `bench-${number}.csv`,
        sourceHash: randomUUID(),
      },
      lines: read.lines,
    }
    ids.push(done(await createDraft(ledger, call(), draft, accountHashKey)).id)
  }
  return { ids, each }
}

export type Rate = { perSecond: number; seconds: number }

/** Submits them at their rate. Returns how many milliseconds the last was late. */
export async function submitAtRate(ledger: Ledger, { ids }: Drafts): Promise<number> {
  const began = performance.now()
  let late = 0
  for (const [index, id] of ids.entries()) {
    const due = index * EVERY_MS - (performance.now() - began)
    if (due > 0) await pause(due)
    late = Math.max(0, -due)
    done(await submitRun(ledger, call(), id, 1))
  }
  return late
}

const call = (): CommandContext => ({ actor: PREPARER, now: new Date(), requestId: randomUUID(), companies: null, idempotency: null })

function done<T>({ result }: CommandResult<T>): T {
  if (!result.ok) throw new Error(`a change was rejected: ${JSON.stringify(result.rejection)}`)
  return result.value
}

/** Saves a payroll file as a draft run: all of its lines, or nothing. */

import { railOf } from '@/accounts/rail'
import { hashAccount } from '@/events/account-hash'
import type { PayrollLine } from '@/payroll-files/payroll-line'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { inChunks } from '../transaction/chunks'
import { type Answer, type Call, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { recordAcceptance, weighDraft } from './accept-repetition'
import { handsForJournal, recordRunHand } from './hands'
import { judgeRunDate, payDateRows } from './pay-date'
import type { Acceptance } from './repetition'
import type { RunKind } from './run-kind'
import { type Total, totalsOf } from './totals'

export type Draft = {
  companyId: string
  /** "2026-11" */
  period: string
  /** "2026-11-25" */
  payDate: string
  sourceName: string
  /** SHA-256 of the file's bytes, hex: the same file is recognised when it comes again. */
  sourceHash: string
  /** Regular where nothing else is said. */
  kind?: RunKind | undefined
  /** Each line of a person is paid; remembered for the company's next file once the run is approved. */
  severalLines?: boolean
  /** Why people are paid who are in another run of the period; without it such a file is refused. */
  acceptance?: Acceptance | undefined
  lines: readonly PayrollLine[]
}

export type CreatedRun = { id: string; reference: string; version: number }

/** Creates the draft. The account hash key is the installation's; accounts leave the ledger only under it. */
export function createDraft(ledger: Ledger, call: Call, draft: Draft, accountHashKey: string): Promise<Answer<CreatedRun>> {
  return execute<CreatedRun>(
    ledger,
    call,
    async (tx) => {
      const company = await lockCompany(tx, draft.companyId, call.companies)
      if (!company) return { code: 'not-found', what: 'company' }
      const currencies = [...new Set(draft.lines.map(({ currency }) => currency))]
      const badDate = payDateRows(await judgeRunDate(tx, { companyId: draft.companyId, payDate: draft.payDate, now: call.now, currencies }))
      if (badDate) return badDate
      await putLines(tx, draft.lines, accountHashKey)
      const { companyId, period, payDate, sourceHash } = draft
      const accepted = await weighDraft(
        tx,
        { companyId, period, payDate, runId: null, sourceHash, lines: Prisma.sql`SELECT * FROM pg_temp.new_line` },
        draft.acceptance,
      )
      if (accepted && isRejection(accepted)) return accepted
      const run = await insertRun(tx, call, {
        ...draft,
        companyCode: company.code,
        lines: draft.lines.length,
        totals: totalsOf(draft.lines),
      })
      await insertLines(tx, run.id)
      await recordRunHand(tx, run.id, call, 'uploaded', 'drafted')
      await recordAcceptance(tx, call, run.id, accepted)
      await appendAudit(
        tx,
        {
          act: 'audit.run-imported',
          about: { type: 'payroll-run', id: run.id },
          detail: { file: draft.sourceName, sha256: draft.sourceHash, lines: draft.lines.length, hands: await handsForJournal(tx, run.id) },
        },
        { actor: call.actor, reason: null, requestId: call.requestId, occurredAt: call.now },
      )
      return run
    },
    RUN_TRANSITION_MS,
  )
}

/** One import at a time per company, so that references count up without a gap. */
export async function lockCompany(tx: Transaction, companyId: string, companies: Call['companies']): Promise<{ code: string } | undefined> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`company ${companyId}`}, 0))::text`
  const [company] = await tx.$queryRaw<{ code: string }[]>`
    SELECT code FROM company
    WHERE id = ${companyId}::uuid AND (${companies}::uuid[] IS NULL OR id = ANY(${companies}::uuid[]))`
  return company
}

type NewRun = Omit<Draft, 'lines' | 'acceptance'> & { companyCode: string; lines: number; totals: readonly Total[] }

/**
 * The reference names company, period, the how-manieth run of it and a random tag: "NL-2026-11-01-7K4Q". It is unique for ever, also when the run is
 * cancelled, and when a restored database counts anew.
 */
export async function insertRun(tx: Transaction, call: Call, draft: NewRun): Promise<CreatedRun> {
  const [run] = await tx.$queryRaw<CreatedRun[]>`
    INSERT INTO payroll_run (company_id, period, pay_date, reference, kind, lines, totals, source_name, source_hash, several_lines, prepared_by, prepared_at,
      status_since)
    SELECT ${draft.companyId}::uuid, ${draft.period}, ${draft.payDate}::date,
      ${`${draft.companyCode}-${draft.period}-`}::text || lpad((count(*) + 1)::text, greatest(2, length((count(*) + 1)::text)), '0') || '-' || random_tag(4),
      ${draft.kind ?? 'regular'}, ${draft.lines}, ${JSON.stringify(draft.totals)}::jsonb, ${draft.sourceName}, ${draft.sourceHash}, ${draft.severalLines ?? null}, ${call.actor.id}, ${call.now}, ${call.now}
    FROM payroll_run WHERE company_id = ${draft.companyId}::uuid AND period = ${draft.period}
    RETURNING id, reference, version`
  return run as CreatedRun
}

const LINE_COLUMNS = Prisma.sql`line_number, employee_number, employee_name, country, account, account_kind, account_last4, account_hash, bic, currency,
  amount_minor, rail`

/** A table that only this transaction sees, filled piece by piece: 100,000 lines in one statement kept everybody else waiting. */
async function putLines(tx: Transaction, lines: readonly PayrollLine[], accountHashKey: string): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE new_line ON COMMIT DROP AS SELECT ${LINE_COLUMNS} FROM payroll_line WITH NO DATA`
  for (const chunk of inChunks(lines)) {
    const rows = chunk.map((line) => lineRow(line, accountHashKey))
    await tx.$executeRaw`
      INSERT INTO pg_temp.new_line (${LINE_COLUMNS})
      SELECT n, number, name, country, account, kind, last4, hash, bic, currency, minor, rail
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS line(n int, number text, name text, country text, account text, kind text, last4 text,
                              hash text, bic text, currency text, minor bigint, rail text)`
  }
  await tx.$executeRaw`ANALYZE pg_temp.new_line`
}

const lineRow = (line: PayrollLine, accountHashKey: string) => ({
  n: line.lineNumber,
  number: line.employeeNumber,
  name: line.employeeName,
  country: line.country,
  account: line.account,
  kind: line.accountKind,
  last4: line.account.slice(-4),
  hash: hashAccount(line.account, accountHashKey),
  bic: line.bic,
  currency: line.currency,
  minor: line.amountMinor.toString(),
  rail: railOf(line),
})

async function insertLines(tx: Transaction, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payroll_line (run_id, ${LINE_COLUMNS}) SELECT ${runId}::uuid, ${LINE_COLUMNS} FROM pg_temp.new_line ORDER BY line_number`
}

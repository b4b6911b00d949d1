/** The one way into a draft: whatever a file came by, the same rules are asked and the same rows written. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import type { CommandContext } from '../transaction/execute'
import { normalized } from '../transaction/named'
import { isRejection, type Rejection } from '../transaction/rejections'
import { recordAcceptance, weighDraft } from './accept-repetition'
import { askForComparison } from './compare-runs'
import { handsForJournal } from './hands'
import { LINE_COLUMNS, searchedText } from './line-rows'
import { judgeRunDate, payDateRows } from './pay-date'
import type { Acceptance } from './repetition'
import type { RunKind } from './run-kind'
import type { Total } from './totals'

/** What a draft is made of, beside its lines. */
export type DraftFacts = {
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
  severalLines?: boolean | undefined
  /** Why people are paid who are in another run of the period; without it such a file is refused. */
  acceptance?: Acceptance | undefined
}

export type CreatedRun = { id: string; reference: string; version: number }

/** Where the lines come from: a query with `LINE_COLUMNS`. */
type Source = {
  lines: Prisma.Sql
  companyCode: string
  /** Writes who had a hand in it, once the run is there. */
  recordHands: (runId: string) => Promise<void>
  /** What the journal tells beside file, hash and count, and why. */
  detail?: Record<string, unknown>
  reason?: string | null
}

/** One draft at a time per company, so that references count up without a gap. Rejections: `not-found`, `unsuited` of one that is closed or has no account. */
export async function lockCompany(
  tx: Transaction,
  companyId: string,
  companies: CommandContext['companies'],
): Promise<{ companyCode: string } | Rejection> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`company ${companyId}`}, 0))::text`
  const [company] = await tx.$queryRaw<{ code: string; name: string; closed: boolean; hasAccount: boolean }[]>`
    SELECT code, name, closed_at IS NOT NULL AS closed,
      EXISTS (SELECT FROM debtor_account debtor WHERE debtor.company_id = company.id AND debtor.home AND debtor.closed_at IS NULL) AS "hasAccount"
    FROM company
    WHERE id = ${companyId}::uuid AND (${companies}::uuid[] IS NULL OR id = ANY(${companies}::uuid[]))`
  if (!company) return { code: 'not-found', what: 'company' }
  if (company.closed) return { code: 'unsuited', because: `${company.name} is closed. An administrator can reopen it.` }
  if (!company.hasAccount)
    return { code: 'unsuited', because: `${company.name} has no account to pay from. An administrator adds one under Set-up.` }
  return { companyCode: company.code }
}

/**
 * Makes the draft. Call it under `lockCompany`.
 * @returns the run; or why not: no line, a pay date that the bank cannot keep, people who are paid already.
 */
export async function insertDraft(
  tx: Transaction,
  call: CommandContext,
  facts: DraftFacts,
  source: Source,
): Promise<CreatedRun | Rejection> {
  const totals = await totalsOf(tx, source.lines)
  if (totals.length === 0) return { code: 'rows', problems: [{ row: null, field: null, reason: 'There is no line left to pay.' }] }
  const { companyId, period, payDate, sourceHash } = facts
  const currencies = totals.map(({ currency }) => currency)
  const badDate = payDateRows(await judgeRunDate(tx, { companyId, payDate, now: call.now, currencies }))
  if (badDate) return badDate
  const accepted = await weighDraft(tx, { companyId, period, payDate, runId: null, sourceHash, lines: source.lines }, facts.acceptance)
  if (accepted && isRejection(accepted)) return accepted
  const lines = totals.reduce((sum, { payouts }) => sum + payouts, 0)
  const run = await insertRun(tx, call, { ...facts, companyCode: source.companyCode, lines, totals })
  await tx.$executeRaw`
    INSERT INTO payroll_line (run_id, ${LINE_COLUMNS}, account_last4, search_words)
    SELECT ${run.id}::uuid, ${LINE_COLUMNS}, right(account, 4), ${normalized(searchedText)} FROM (${source.lines}) line ORDER BY line_number`
  await source.recordHands(run.id)
  await recordAcceptance(tx, call, run.id, accepted)
  const detail = { file: facts.sourceName, sha256: sourceHash, lines, ...source.detail, hands: await handsForJournal(tx, run.id) }
  await appendAudit(
    tx,
    { act: 'audit.run-imported', about: { type: 'payroll-run', id: run.id }, detail },
    { actor: call.actor, reason: source.reason ?? null, requestId: call.requestId, occurredAt: call.now },
  )
  await askForComparison(tx, call, companyId)
  return run
}

/** Per currency and rail, the largest group of payouts first. */
function totalsOf(tx: Transaction, lines: Prisma.Sql): Promise<Total[]> {
  return tx.$queryRaw<Total[]>`
    SELECT currency, rail, sum(amount_minor)::text AS "amountMinor", count(*)::int AS payouts FROM (${lines}) line
    GROUP BY currency, rail ORDER BY payouts DESC, currency`
}

type NewRun = DraftFacts & { companyCode: string; lines: number; totals: readonly Total[] }

/**
 * The reference names company, period, the how-manieth run of it and a random tag: "NL-2026-11-01-7K4Q". It is unique for ever, also when the run is
 * cancelled, and when a restored database counts anew.
 */
async function insertRun(tx: Transaction, call: CommandContext, draft: NewRun): Promise<CreatedRun> {
  const start = `${draft.companyCode}-${draft.period}-`
  const nth = Prisma.sql`(count(*) + 1)::text`
  const [run] = await tx.$queryRaw<CreatedRun[]>`
    INSERT INTO payroll_run (company_id, period, pay_date, reference, kind, lines, totals, source_name, source_hash, several_lines, prepared_by, prepared_at,
      status_since)
    SELECT ${draft.companyId}::uuid, ${draft.period}, ${draft.payDate}::date,
      ${start}::text || lpad(${nth}, greatest(2, length(${nth})), '0') || '-' || random_tag(4),
      ${draft.kind ?? 'regular'}, ${draft.lines}, ${JSON.stringify(draft.totals)}::jsonb, ${draft.sourceName}, ${draft.sourceHash}, ${draft.severalLines ?? null}, ${call.actor.id}, ${call.now}, ${call.now}
    FROM payroll_run WHERE company_id = ${draft.companyId}::uuid AND period = ${draft.period}
    RETURNING id, reference, version`
  return run as CreatedRun
}

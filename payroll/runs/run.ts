/** One run as its page shows it. */
import type { RunStatus } from '@/events/payroll-run-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'
import { NEEDS_CODE } from './code-needed'
import { conflictOfDuty } from './decide-run'
import { type AcceptedRepetition, listAccepted, shownRepetition } from './find-repetition'
import type { HandAct } from './hand-acts'
import { PERIOD_BEFORE } from './last-payment'
import type { Repetition } from './repetition'
import type { RunKind } from './run-kind'
import type { Total } from './totals'

export type RunDetail = {
  id: string
  reference: string
  companyId: string
  companyName: string
  period: string
  kind: RunKind
  payDate: string
  status: RunStatus
  version: number
  seal: string | null
  lines: number
  totals: Total[]
  sourceName: string
  preparedBy: string
  preparedByName: string
  submittedBy: string | null
  submittedByName: string | null
  approvedByName: string | null
  reason: string | null
  statusSince: string
  cutOff: string
  timeZone: string
  /** When it goes to the bank; null unless it is approved, or where its bank's profile gives no time to recall it. */
  releaseAt: string | null
  /** The import it came from, what was worth a look there, and who left which lines out; null when it was read from one request. */
  file: { importId: string; notes: number; leftOut: { rows: number; reason: string; by: string } | null } | null
  /** How many failed or returned payouts have no confirmed outcome. */
  withoutOutcome: number
  /** Whether this person must give a fresh code to approve it. */
  needsCode: boolean
  /** How many payouts are in each state; empty before the first submission. */
  payouts: Record<string, number>
  /** Of a regular run: the period before in which the company paid a regular one, "2026-10". */
  previousPeriod: string | null
  /** Who of a draft or submitted run is in other runs; null when there is nothing to say. */
  repetition: Repetition | null
  /** Who accepted that, and why; the newest first. */
  accepted: AcceptedRepetition[]
  /** Why this person may not approve it; null when they may (their role aside). */
  handIn: 'prepared' | HandAct | null
  /** Everyone who had a hand in it, in the order of time; none of them may approve it. */
  hands: RunHand[]
}

export type RunHand = { userId: string; name: string; email: string | null; act: HandAct; at: string }

type Row = Omit<RunDetail, 'handIn' | 'payouts' | 'repetition' | 'accepted'> & {
  payouts: Record<string, number> | null
}

/** The run, or null when there is none this person may see. */
export async function readRun(ledger: Ledger, viewer: Viewer, runId: string): Promise<RunDetail | null> {
  const [row] = await ledger.$queryRaw<Row[]>`
    SELECT run.id, run.reference, run.company_id AS "companyId", company.name AS "companyName", run.period, run.kind, run.pay_date::text AS "payDate",
      run.status, run.version, run.seal,
      run.lines, run.totals, run.source_name AS "sourceName", run.prepared_by AS "preparedBy", coalesce(preparer.name, run.prepared_by) AS "preparedByName",
      run.submitted_by AS "submittedBy", submitter.name AS "submittedByName", approver.name AS "approvedByName", run.reason,
      iso_utc(run.status_since) AS "statusSince",
      to_char(profile.cut_off, 'HH24:MI') AS "cutOff", profile.time_zone AS "timeZone", iso_utc(run.release_at) AS "releaseAt",
      (SELECT json_build_object('importId', import.id, 'notes', coalesce((import.report ->> 'notesCount')::int, 0), 'leftOut', import.left_out)
       FROM payroll_import import WHERE import.run_id = run.id) AS file,
      (SELECT coalesce(json_agg(json_build_object('userId', editor.user_id, 'name', coalesce(app_user.name, editor.user_id), 'email', app_user.email,
        'act', editor.act, 'at', iso_utc(editor.at))
         ORDER BY editor.at, editor.user_id, editor.act), '[]') FROM run_hand editor LEFT JOIN app_user ON app_user.id = editor.user_id
           WHERE editor.run_id = run.id) AS hands,
      (SELECT count(*)::int FROM open_payout WHERE open_payout.run_id = run.id) AS "withoutOutcome",
      ${NEEDS_CODE} AND coalesce((SELECT NOT second_factor_waived FROM app_user WHERE id = ${viewer.userId}), true) AS "needsCode",
      (SELECT json_object_agg(status, n) FROM (SELECT status, count(*)::int AS n FROM payout WHERE run_id = run.id GROUP BY status) counted) AS payouts,
      CASE WHEN run.kind = 'regular' THEN ${PERIOD_BEFORE(Prisma.sql`run.company_id`, Prisma.sql`run.period`)} END AS "previousPeriod"
    FROM payroll_run run JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
    LEFT JOIN app_user preparer ON preparer.id = run.prepared_by LEFT JOIN app_user submitter ON submitter.id = run.submitted_by
      LEFT JOIN app_user approver ON approver.id = run.approved_by
    WHERE run.id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}`
  if (!row) return null
  const open = row.status === 'draft' || row.status === 'submitted'
  const [repetition, accepted] = await Promise.all([open ? shownRepetition(ledger, runId) : null, listAccepted(ledger, runId)])
  return { ...row, payouts: row.payouts ?? {}, repetition, accepted, handIn: conflictOfDuty(row, viewer.userId) }
}

/** One run as its page shows it. */
import type { RunStatus } from '@/events/payroll-run-v1'
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'
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
    SELECT r.id, r.reference, r.company_id AS "companyId", c.name AS "companyName", r.period, r.kind, r.pay_date::text AS "payDate", r.status, r.version, r.seal,
      r.lines, r.totals, r.source_name AS "sourceName", r.prepared_by AS "preparedBy", coalesce(p.name, r.prepared_by) AS "preparedByName",
      r.submitted_by AS "submittedBy", s.name AS "submittedByName", a.name AS "approvedByName", r.reason, iso_utc(r.status_since) AS "statusSince",
      to_char(b.cut_off, 'HH24:MI') AS "cutOff", b.time_zone AS "timeZone", iso_utc(r.release_at) AS "releaseAt",
      (SELECT json_build_object('importId', i.id, 'notes', coalesce((i.report ->> 'notesCount')::int, 0), 'leftOut', i.left_out)
       FROM payroll_import i WHERE i.run_id = r.id) AS file,
      (SELECT coalesce(json_agg(json_build_object('userId', e.user_id, 'name', coalesce(u.name, e.user_id), 'email', u.email, 'act', e.act, 'at', iso_utc(e.at))
         ORDER BY e.at, e.user_id, e.act), '[]') FROM run_editor e LEFT JOIN app_user u ON u.id = e.user_id WHERE e.run_id = r.id) AS hands,
      (SELECT count(*)::int FROM open_payout o WHERE o.run_id = r.id) AS "withoutOutcome",
      (SELECT json_object_agg(status, n) FROM (SELECT status, count(*)::int AS n FROM payout WHERE run_id = r.id GROUP BY status) t) AS payouts,
      CASE WHEN r.kind = 'regular' THEN ${PERIOD_BEFORE(Prisma.sql`r.company_id`, Prisma.sql`r.period`)} END AS "previousPeriod"
    FROM payroll_run r JOIN company c ON c.id = r.company_id JOIN bank_profile b ON b.id = c.bank_profile_id
    LEFT JOIN app_user p ON p.id = r.prepared_by LEFT JOIN app_user s ON s.id = r.submitted_by LEFT JOIN app_user a ON a.id = r.approved_by
    WHERE r.id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}`
  if (!row) return null
  const open = row.status === 'draft' || row.status === 'submitted'
  const [repetition, accepted] = await Promise.all([open ? shownRepetition(ledger, runId) : null, listAccepted(ledger, runId)])
  return { ...row, payouts: row.payouts ?? {}, repetition, accepted, handIn: conflictOfDuty(row, viewer.userId) }
}

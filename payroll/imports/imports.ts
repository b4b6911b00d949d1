/** Payroll files on their way to a draft, as their pages show them. */
import type { Mapping } from '@/payroll-files/mapping'
import type { Inspection, RefusedRow } from '@/payroll-files/types'
import { type Ledger, Prisma } from '@/prisma/connect'
import { findRepetition, readRepetition } from '../runs/find-repetition'
import type { Repetition } from '../runs/repetition'
import type { RunKind } from '../runs/run-kind'
import type { Total } from '../runs/totals'
import { type Viewer, visible } from '../transaction/viewer'
import { importLines } from './import-lines'
import { CHECK_STOPPED, type ImportState } from './import-row'
import type { ImportReport } from './report'

export type ImportDetail = {
  id: string
  companyId: string
  companyName: string
  period: string
  payDate: string
  kind: RunKind
  /** Each line of a person is paid. */
  severalLines: boolean
  fileName: string
  sizeBytes: number
  sighting: Inspection
  mapping: Mapping
  /** Moves with every mapping and every check of it: what a change of the mapping must have seen. */
  version: number
  state: ImportState
  /** Checking, but its job has failed for good, and can be begun again: the number by which its log lines are found, null where that is gone too. */
  stopped: { requestId: string | null } | null
  /** Checking, but nobody has been heard of: it is begun, or goes on, as soon as the jobs run. */
  waiting: boolean
  /** Found good a moment ago, and becoming a draft without being asked. */
  drafting: boolean
  progress: { rows: number; bytes: number; bytesTotal: number; startedAt: string | null; correction: string | null }
  report: ImportReport | null
  /** How many rows have problems. */
  refused: number
  lines: number
  totals: Total[]
  /** Who of its good lines is in other runs of the period; null when there is nothing to say, and before and after that matters. */
  repetition: Repetition | null
  leftOut: { rows: number; reason: string; by: string } | null
  createdByName: string
  createdAt: string
  run: { id: string; reference: string } | null
}

/** A check is begun within a second, and a batch of 1,000 rows takes less. */
const WAITING_SECONDS = 5
/** A draft of 100,000 lines takes some seconds; one that takes longer has lost its process, and is made by hand. */
const DRAFTING_SECONDS = 60

/** Null when there is none, or the viewer does not work for its company. */
export async function readImport(ledger: Ledger, viewer: Viewer, id: string): Promise<ImportDetail | null> {
  const [row] = await ledger.$queryRaw<(Omit<ImportDetail, 'lines' | 'repetition'> & { sha256: string })[]>`
    SELECT i.id, i.company_id AS "companyId", c.name AS "companyName", i.period, i.pay_date::text AS "payDate", i.kind, i.several_lines AS "severalLines", i.sha256, i.file_name AS "fileName",
      i.size_bytes::float8 AS "sizeBytes", i.sighting, i.mapping, i.attempt AS version, i.state,
      CASE WHEN ${CHECK_STOPPED} THEN json_build_object('requestId',
        (SELECT j.data ->> 'requestId' FROM pgboss.job j WHERE j.name = 'check-import' AND j.id = i.check_job)) END AS stopped,
      i.state = 'checking' AND i.beat_at < clock_timestamp() - make_interval(secs => ${WAITING_SECONDS}) AS waiting,
      i.state = 'ready' AND i.direct AND i.finished_at > clock_timestamp() - make_interval(secs => ${DRAFTING_SECONDS}) AS drafting,
      json_build_object('rows', i.rows_read, 'bytes', i.bytes_read, 'bytesTotal', i.bytes_total, 'startedAt', iso_utc(i.check_started_at),
        'correction', i.correction ->> 'fileName') AS progress,
      i.report, (SELECT count(*)::int FROM payroll_import_refused WHERE import_id = i.id) AS refused,
      CASE WHEN i.state = 'imported' THEN r.totals ELSE (
        SELECT coalesce(json_agg(t), '[]')::jsonb FROM (
          SELECT currency, rail, sum(amount_minor)::text AS "amountMinor", count(*)::int AS payouts FROM payroll_import_line
          WHERE import_id = i.id AND i.state IN ('ready', 'refused') GROUP BY currency, rail ORDER BY payouts DESC, currency) t) END AS totals,
      i.left_out AS "leftOut", coalesce(u.name, i.created_by) AS "createdByName", iso_utc(i.created_at) AS "createdAt",
      CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'reference', r.reference) END AS run
    FROM payroll_import i JOIN company c ON c.id = i.company_id LEFT JOIN app_user u ON u.id = i.created_by LEFT JOIN payroll_run r ON r.id = i.run_id
    WHERE i.id = ${id}::uuid AND ${visible(viewer, Prisma.sql`i.company_id`)}`
  if (!row) return null
  const { sha256: sourceHash, ...file } = row
  const { companyId, period, payDate } = file
  const checked = (file.state === 'ready' && !file.drafting) || file.state === 'refused'
  const compared = { companyId, period, payDate, runId: null, sourceHash, lines: importLines(id) }
  return {
    ...file,
    lines: file.totals.reduce((sum, { payouts }) => sum + payouts, 0),
    repetition: checked ? await readRepetition(ledger, (tx) => findRepetition(tx, compared)) : null,
  }
}

export type OpenImport = Pick<ImportDetail, 'id' | 'companyName' | 'period' | 'fileName' | 'state' | 'createdByName' | 'createdAt'> & {
  refused: number
}

/** What was begun and is neither a draft nor given up, the newest first. */
export function listOpenImports(ledger: Ledger, viewer: Viewer): Promise<OpenImport[]> {
  return ledger.$queryRaw<OpenImport[]>`
    SELECT i.id, c.name AS "companyName", i.period, i.file_name AS "fileName", i.state, coalesce(u.name, i.created_by) AS "createdByName",
      iso_utc(i.created_at) AS "createdAt", (SELECT count(*)::int FROM payroll_import_refused WHERE import_id = i.id) AS refused
    FROM payroll_import i JOIN company c ON c.id = i.company_id LEFT JOIN app_user u ON u.id = i.created_by
    WHERE i.state NOT IN ('imported', 'abandoned') AND ${visible(viewer, Prisma.sql`i.company_id`)}
    ORDER BY i.created_at DESC LIMIT 10`
}

const PAGE_ROWS = 200

/** Refused rows in the order of the file, after row `after`. The caller has read the import. */
export async function refusedPage(ledger: Ledger, importId: string, after = 0): Promise<{ rows: RefusedRow[]; next: number | null }> {
  const rows = await ledger.$queryRaw<RefusedRow[]>`
    SELECT row_number AS "row", cells, reasons, proposed FROM payroll_import_refused
    WHERE import_id = ${importId}::uuid AND row_number > ${after} ORDER BY row_number LIMIT ${PAGE_ROWS}`
  return { rows, next: rows.length === PAGE_ROWS ? (rows.at(-1)?.row ?? null) : null }
}

/** All of them, page by page. */
export async function* allRefused(ledger: Ledger, importId: string): AsyncGenerator<RefusedRow> {
  for (let after: number | null = 0; after !== null; ) {
    const page: { rows: RefusedRow[]; next: number | null } = await refusedPage(ledger, importId, after)
    yield* page.rows
    after = page.next
  }
}

/** How a company's files with these headers were read last, or null. */
export async function rememberedMapping(ledger: Ledger, companyId: string, fingerprint: string): Promise<Mapping | null> {
  const [row] = await ledger.$queryRaw<{ mapping: Mapping }[]>`
    SELECT mapping FROM import_mapping WHERE company_id = ${companyId}::uuid AND fingerprint = ${fingerprint}`
  return row?.mapping ?? null
}

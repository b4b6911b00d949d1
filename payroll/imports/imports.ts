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
    SELECT import.id, import.company_id AS "companyId", company.name AS "companyName", import.period, import.pay_date::text AS "payDate", import.kind,
      import.several_lines AS "severalLines", import.sha256, import.file_name AS "fileName",
      import.size_bytes::float8 AS "sizeBytes", import.sighting, import.mapping, import.attempt AS version, import.state,
      CASE WHEN ${CHECK_STOPPED} THEN json_build_object('requestId',
        (SELECT job.data ->> 'requestId' FROM pgboss.job WHERE job.name = 'check-import' AND job.id = import.check_job)) END AS stopped,
      import.state = 'checking' AND import.beat_at < clock_timestamp() - make_interval(secs => ${WAITING_SECONDS}) AS waiting,
      import.state = 'ready' AND import.direct AND import.finished_at > clock_timestamp() - make_interval(secs => ${DRAFTING_SECONDS}) AS drafting,
      json_build_object('rows', import.rows_read, 'bytes', import.bytes_read, 'bytesTotal', import.bytes_total, 'startedAt', iso_utc(import.check_started_at),
        'correction', import.correction ->> 'fileName') AS progress,
      import.report, (SELECT count(*)::int FROM payroll_import_refused WHERE import_id = import.id) AS refused,
      CASE WHEN import.state = 'imported' THEN run.totals ELSE (
        SELECT coalesce(json_agg(total), '[]')::jsonb FROM (
          SELECT currency, rail, sum(amount_minor)::text AS "amountMinor", count(*)::int AS payouts FROM payroll_import_line
          WHERE import_id = import.id AND import.state IN ('ready', 'refused') GROUP BY currency, rail ORDER BY payouts DESC, currency) total) END AS totals,
      import.left_out AS "leftOut", coalesce(app_user.name, import.created_by) AS "createdByName", iso_utc(import.created_at) AS "createdAt",
      CASE WHEN run.id IS NOT NULL THEN json_build_object('id', run.id, 'reference', run.reference) END AS run
    FROM payroll_import import JOIN company ON company.id = import.company_id LEFT JOIN app_user ON app_user.id = import.created_by
      LEFT JOIN payroll_run run ON run.id = import.run_id
    WHERE import.id = ${id}::uuid AND ${visible(viewer, Prisma.sql`import.company_id`)}`
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
    SELECT import.id, company.name AS "companyName", import.period, import.file_name AS "fileName", import.state,
      coalesce(app_user.name, import.created_by) AS "createdByName",
      iso_utc(import.created_at) AS "createdAt", (SELECT count(*)::int FROM payroll_import_refused WHERE import_id = import.id) AS refused
    FROM payroll_import import JOIN company ON company.id = import.company_id LEFT JOIN app_user ON app_user.id = import.created_by
    WHERE import.state NOT IN ('imported', 'abandoned') AND ${visible(viewer, Prisma.sql`import.company_id`)}
    ORDER BY import.created_at DESC LIMIT 10`
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

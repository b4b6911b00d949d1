/**
 * The approval seal: SHA-256 over a run's canonical lines in order, then its totals per currency. Postgres writes the arrays, with a space behind each
 * comma; canonical JSON (RFC 8785) has none, and every run that was approved would have another seal.
 */
import type { Transaction } from '@/prisma/connect'

/**
 * Computes the seal of the run's lines as they are now. Each line is a JSON array of its fields, so that no two contents share a canonical form;
 * lines are joined by newlines, and one JSON array per currency follows: [currency, sum, count].
 * Call it under FOR UPDATE on the run.
 */
export async function sealOf(tx: Transaction, runId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ seal: string }[]>`
    SELECT encode(sha256(convert_to(
      (SELECT string_agg(json_build_array(line_number, employee_number, employee_name, country, account, bic, currency, amount_minor::text, rail)::text,
                         E'\n' ORDER BY line_number)
       FROM payroll_line WHERE run_id = ${runId}::uuid)
      || E'\n' ||
      (SELECT string_agg(json_build_array(currency, total::text, lines)::text, E'\n' ORDER BY currency)
       FROM (SELECT currency, sum(amount_minor) AS total, count(*) AS lines FROM payroll_line WHERE run_id = ${runId}::uuid GROUP BY currency) t),
      'UTF8')), 'hex') AS seal`
  if (!row?.seal) throw new Error(`run ${runId} has no lines to seal`)
  return row.seal
}

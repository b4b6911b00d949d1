/**
 * How a run's file was read, remembered for the company's next one when the run is approved: two people stand behind it then. What nobody approved is
 * asked again, so that no one person decides alone which column is the money or whose name is on an account.
 */
import type { Transaction } from '@/prisma/connect'

/** Of a run in the transaction that approves it: its columns, whether several lines of a person are paid, and its names in Latin letters. */
export async function rememberReading(tx: Transaction, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO import_mapping (company_id, fingerprint, mapping, saved_by, saved_at)
    SELECT import.company_id, import.fingerprint, import.mapping, run.prepared_by, run.approved_at
    FROM payroll_run run JOIN payroll_import import ON import.run_id = run.id WHERE run.id = ${runId}::uuid
    ON CONFLICT (company_id, fingerprint) DO UPDATE SET mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`
  await tx.$executeRaw`
    INSERT INTO company_import_choice (company_id, several_lines, saved_by, saved_at)
    SELECT company_id, several_lines, prepared_by, approved_at FROM payroll_run WHERE id = ${runId}::uuid AND several_lines IS NOT NULL
    ON CONFLICT (company_id) DO UPDATE SET several_lines = excluded.several_lines, saved_by = excluded.saved_by, saved_at = excluded.saved_at
      WHERE company_import_choice.several_lines <> excluded.several_lines`
  await tx.$executeRaw`
    INSERT INTO latin_name (company_id, employee_number, written, latin, settled_by, settled_at)
    SELECT import.company_id, settled.employee_number, settled.written, settled.latin, settled.settled_by, settled.settled_at
    FROM payroll_import import JOIN import_latin_name settled ON settled.import_id = import.id WHERE import.run_id = ${runId}::uuid
    ON CONFLICT (company_id, employee_number, written)
      DO UPDATE SET latin = excluded.latin, settled_by = excluded.settled_by, settled_at = excluded.settled_at`
}

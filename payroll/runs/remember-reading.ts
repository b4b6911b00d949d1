/**
 * How a run's file was read, remembered for the company's next one when the run is approved: two people stand behind it then. What nobody approved is
 * asked again, so that no one person decides alone which column is the money or whose name is on an account.
 */
import type { Transaction } from '@/prisma/connect'

/** Of a run in the transaction that approves it: its columns, whether several lines of a person are paid, and its names in Latin letters. */
export async function rememberReading(tx: Transaction, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO import_mapping (company_id, fingerprint, mapping, saved_by, saved_at)
    SELECT i.company_id, i.fingerprint, i.mapping, r.prepared_by, r.approved_at
    FROM payroll_run r JOIN payroll_import i ON i.run_id = r.id WHERE r.id = ${runId}::uuid
    ON CONFLICT (company_id, fingerprint) DO UPDATE SET mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`
  await tx.$executeRaw`
    INSERT INTO company_import_choice (company_id, several_lines, saved_by, saved_at)
    SELECT company_id, several_lines, prepared_by, approved_at FROM payroll_run WHERE id = ${runId}::uuid AND several_lines IS NOT NULL
    ON CONFLICT (company_id) DO UPDATE SET several_lines = excluded.several_lines, saved_by = excluded.saved_by, saved_at = excluded.saved_at
      WHERE company_import_choice.several_lines <> excluded.several_lines`
  await tx.$executeRaw`
    INSERT INTO latin_name (company_id, employee_number, written, latin, settled_by, settled_at)
    SELECT i.company_id, n.employee_number, n.written, n.latin, n.settled_by, n.settled_at
    FROM payroll_import i JOIN import_latin_name n ON n.import_id = i.id WHERE i.run_id = ${runId}::uuid
    ON CONFLICT (company_id, employee_number, written)
      DO UPDATE SET latin = excluded.latin, settled_by = excluded.settled_by, settled_at = excluded.settled_at`
}

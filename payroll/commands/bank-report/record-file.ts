/** Lists a file that came from the bank, what it did to each run, and what a person must look at. */
import type { Transaction } from '@/prisma/connect'
import type { Finding } from '../../rules/claims'

/** `sha256` of its bytes names it in the archive. */
export type ReceivedFile = { fileName: string; sha256: string }

export type RecordedFile = ReceivedFile & {
  kind: 'pain.002' | 'camt.054' | 'camt.053' | 'unreadable'
  messageId: string
  status: 'applied' | 'nothing-new' | 'ignored' | 'set-aside'
  note: string | null
  payments: number
  now: Date
}

/** Writes the file's row with its effects. Counts per run are taken from the instructions answered at this very moment. */
export async function recordFile(
  tx: Transaction,
  file: RecordedFile,
  runIds: readonly string[],
  findings: readonly Finding[],
): Promise<string> {
  const [message] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO bank_message (direction, kind, message_id, file_name, sha256, status, payments, note, created_at)
    VALUES ('in', ${file.kind}, ${file.messageId}, ${file.fileName}, ${file.sha256}, ${file.status}, ${file.payments}, ${file.note}, ${file.now})
    RETURNING id`
  const id = (message as { id: string }).id
  const applied = file.status === 'applied'
  await tx.$executeRaw`
    INSERT INTO bank_message_effect (bank_message_id, run_id, settled, failed)
    SELECT ${id}::uuid, r.id, coalesce(n.settled, 0), coalesce(n.failed, 0)
    FROM payroll_run r LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE i.status = 'settled')::int AS settled, count(*) FILTER (WHERE i.status IN ('failed', 'returned'))::int AS failed
      FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
      WHERE p.run_id = r.id AND i.answered_at = ${file.now} AND ${applied}) n ON true
    WHERE r.id = ANY(${runIds}::uuid[])`
  const rows = findings.map((finding) => ({ ...finding, reference: finding.reference.slice(0, 200) }))
  await tx.$executeRaw`
    INSERT INTO bank_finding (bank_message_id, reference, problem, amount_minor, currency, created_at)
    SELECT ${id}::uuid, reference, problem, "amountMinor", currency, ${file.now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS f(reference text, problem text, "amountMinor" bigint, currency text)`
  return id
}

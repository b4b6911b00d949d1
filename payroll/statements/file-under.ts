/** Files a bank's message under the companies it speaks of. Its id says nothing about that: two banks count alike. */
import type { BankDocument, BankReport } from '@/iso20022/report-types'
import { Prisma, type Transaction } from '@/prisma/connect'

/** What in a report belongs to somebody. `nameless`: an entry stands on no account, or a status names no payment. */
type Spoken = { accounts: string[]; endToEndIds: string[]; messageId: string | null; nameless: boolean }

/** Call it after the document was recorded, in the same transaction. `fileSha256` is of the file it came in. */
export async function fileUnder(tx: Transaction, fileSha256: string, { sha256, report }: BankDocument): Promise<void> {
  const spoken = report.kind === 'unreadable' ? NOTHING : spokenOf(report)
  await tx.$executeRaw`
    WITH message AS (
      SELECT id FROM bank_message
      WHERE direction = 'in' AND file_sha256 = ${fileSha256} AND sha256 = ${sha256} AND xmin = pg_current_xact_id()::xid
    ), named(company_id, what) AS MATERIALIZED (${named(spoken)}), filed AS (
      INSERT INTO bank_message_company (bank_message_id, company_id)
      SELECT DISTINCT message.id, company_id FROM message, named WHERE company_id IS NOT NULL ON CONFLICT DO NOTHING
    )
    UPDATE bank_message recorded SET unfiled = ${spoken.nameless} OR EXISTS (SELECT FROM named WHERE company_id IS NULL) OR NOT EXISTS (SELECT FROM named)
    FROM message WHERE recorded.id = message.id`
}

/** The companies a report speaks of, once each; null among them when something in it is of none that is known. */
export async function namedCompanies(tx: Transaction, report: BankReport): Promise<(string | null)[]> {
  const spoken = spokenOf(report)
  const rows = await tx.$queryRaw<
    { id: string | null }[]
  >`SELECT DISTINCT company_id AS id FROM (${named(spoken)}) AS named(company_id, what)`
  return spoken.nameless || rows.length === 0 ? [...rows.map(({ id }) => id), null] : rows.map(({ id }) => id)
}

/** What is spoken of, each with the company it belongs to, or null. */
const named = ({ accounts, endToEndIds, messageId }: Spoken): Prisma.Sql => Prisma.sql`
  SELECT debtor.company_id, wanted.account FROM unnest(${accounts}::text[]) AS wanted(account)
    LEFT JOIN debtor_account debtor ON debtor.account = wanted.account OR substr(debtor.account, 5) = wanted.account
  UNION SELECT run.company_id, wanted.id FROM unnest(${endToEndIds}::text[]) AS wanted(id)
    LEFT JOIN settlement_instruction instruction ON instruction.end_to_end_id = wanted.id LEFT JOIN payout ON payout.id = instruction.payout_id
      LEFT JOIN payroll_run run ON run.id = payout.run_id
  UNION SELECT run.company_id, ${messageId}::text FROM (SELECT 1) AS one
    LEFT JOIN bank_message message ON message.message_id = ${messageId} AND message.direction = 'out' LEFT JOIN payroll_run run ON run.id = message.run_id
    WHERE ${messageId}::text IS NOT NULL`

const NOTHING: Spoken = { accounts: [], endToEndIds: [], messageId: null, nameless: true }

function spokenOf(report: BankReport): Spoken {
  if (report.kind === 'pain.002') {
    const payments = report.blocks.flatMap(({ transactions }) => transactions)
    const named = payments.flatMap(({ endToEndId }) => endToEndId ?? [])
    return { accounts: [], endToEndIds: [...new Set(named)], messageId: report.originalMessageId, nameless: false }
  }
  const accounts = [...report.entries, ...report.statements].map(({ account }) => account)
  const known = accounts.flatMap((account) => account ?? [])
  return { accounts: [...new Set(known)], endToEndIds: [], messageId: null, nameless: known.length < accounts.length }
}

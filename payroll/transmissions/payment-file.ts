/** The content of one bank file as values: the same run gives the same values, and so the same bytes. */
import type { CreditTransfer } from '@/iso20022/credit-transfer'
import type { FileFormat } from '@/iso20022/file-format'
import { type PlannedPayment, paymentBlocks } from '@/iso20022/payment-blocks'
import { inTurns } from '@/platform/in-turns'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { piecesOf } from '../transaction/chunks'

type Head = FileFormat & {
  messageId: string
  createdAt: string
  company: string
  country: string
  town: string | null
  account: string
  bic: string
  payDate: string
  batchBooking: boolean
  salary: boolean
  reference: string
  period: string
}
type Row = Pick<PlannedPayment, 'blockId' | 'endToEndId' | 'amountMinor' | 'currency' | 'rail'> & PlannedPayment['creditor']

const READ_MS = 60_000

/** Reads what the file says, and the form in which the company's bank wants it. Throws when there is no such file. */
export function readPaymentFile(ledger: Ledger, bankMessageId: string): Promise<{ transfer: CreditTransfer; format: FileFormat }> {
  return ledger.$transaction((tx) => readInPieces(tx, bankMessageId), { timeout: READ_MS, maxWait: 10_000 })
}

async function readInPieces(tx: Transaction, bankMessageId: string): Promise<{ transfer: CreditTransfer; format: FileFormat }> {
  const [head] = await tx.$queryRaw<Head[]>`
    SELECT m.message_id AS "messageId", iso_utc(m.created_at) AS "createdAt", c.name AS company, c.country, c.town, d.account, d.bic,
      coalesce(m.execution_date, r.pay_date)::text AS "payDate", r.reference, r.period, b.batch_booking AS "batchBooking", b.category_purpose IS NOT NULL AS salary,
      b.pain_version AS version, b.umlauts, b.addresses
    FROM bank_message m JOIN debtor_account d ON d.id = m.debtor_account_id JOIN payroll_run r ON r.id = m.run_id
    JOIN company c ON c.id = r.company_id JOIN bank_profile b ON b.id = c.bank_profile_id
    WHERE m.id = ${bankMessageId}::uuid`
  if (!head) throw new Error(`no bank message ${bankMessageId}`)
  const rows = Prisma.sql`
    SELECT i.block_id AS "blockId", i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, p.rail,
      p.beneficiary_name AS name, p.account, p.account_kind AS "accountKind", p.bic, p.beneficiary_country AS country
    FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt
    WHERE i.bank_message_id = ${bankMessageId}::uuid ORDER BY i.block_id COLLATE "C", i.end_to_end_id COLLATE "C"`
  const { messageId, createdAt, company, account, bic, country, town, batchBooking, salary, payDate, version, umlauts, addresses } = head
  const debtor = { name: company, account, bic, country, ...(town !== null && { town }) }
  const remittance = `Salary ${head.period} ${head.reference}`
  const planned: PlannedPayment[] = []
  for await (const some of piecesOf<Row>(tx, rows)) {
    for (const { blockId, endToEndId, amountMinor, currency, rail, ...creditor } of some)
      planned.push({ blockId, rail, instructionId: endToEndId, endToEndId, amountMinor, currency, creditor, remittance })
  }
  const blocks = await inTurns(paymentBlocks(planned, { debtor, executionDate: payDate, batchBooking, salary }))
  return { transfer: { messageId, createdAt, initiatingParty: company, blocks }, format: { version, umlauts, addresses } }
}

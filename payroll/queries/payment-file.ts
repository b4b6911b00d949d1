/** The content of one bank file as values: the same run gives the same values, and so the same bytes. */
import type { CreditTransfer, Payment, PaymentBlock } from '@/bank/credit-transfer'
import type { Ledger } from '@/prisma/connect'

type Head = {
  messageId: string
  createdAt: string
  company: string
  account: string
  bic: string
  payDate: string
  batchBooking: boolean
  reference: string
  period: string
}
type Row = {
  blockId: string
  endToEndId: string
  amountMinor: bigint
  currency: string
  rail: 'sepa' | 'swift'
  name: string
  account: string
  accountKind: 'iban' | 'number'
  bic: string | null
  country: string
}

/** Reads the file's head and its payments, in the order of the run's lines. Throws when there is no such file. */
export async function readPaymentFile(ledger: Ledger, bankMessageId: string): Promise<CreditTransfer> {
  const [head] = await ledger.$queryRaw<Head[]>`
    SELECT m.message_id AS "messageId", iso_utc(m.created_at) AS "createdAt", c.name AS company, d.account, d.bic, r.pay_date::text AS "payDate",
      b.batch_booking AS "batchBooking", r.reference, r.period
    FROM bank_message m JOIN debtor_account d ON d.id = m.debtor_account_id JOIN payroll_run r ON r.id = m.run_id
    JOIN company c ON c.id = r.company_id JOIN bank_profile b ON b.id = c.bank_profile_id
    WHERE m.id = ${bankMessageId}::uuid`
  if (!head) throw new Error(`no bank message ${bankMessageId}`)
  const rows = await ledger.$queryRaw<Row[]>`
    SELECT i.block_id AS "blockId", i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, p.rail,
      p.beneficiary_name AS name, p.account, p.account_kind AS "accountKind", p.bic, p.beneficiary_country AS country
    FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id AND p.attempt = i.attempt
    WHERE i.bank_message_id = ${bankMessageId}::uuid ORDER BY i.block_id, p.line_number`
  const { messageId, createdAt, company } = head
  return { messageId, createdAt, initiatingParty: company, blocks: blocksOf(head, rows) }
}

function blocksOf(head: Head, rows: readonly Row[]): PaymentBlock[] {
  const blocks = new Map<string, { block: Omit<PaymentBlock, 'payments'>; payments: Payment[] }>()
  for (const row of rows) {
    const { blockId: paymentInformationId, endToEndId, amountMinor, currency, rail } = row
    const found = blocks.get(paymentInformationId) ?? {
      block: {
        paymentInformationId,
        debtor: { name: head.company, account: head.account, bic: head.bic },
        executionDate: head.payDate,
        rail,
        currency,
        batchBooking: head.batchBooking,
        salary: rail === 'sepa',
      },
      payments: [],
    }
    const { name, account, accountKind, bic, country } = row
    const remittance = `Salary ${head.period} ${head.reference}`
    found.payments.push({
      instructionId: endToEndId,
      endToEndId,
      amountMinor,
      currency,
      creditor: { name, account, accountKind, bic, country },
      remittance,
    })
    blocks.set(paymentInformationId, found)
  }
  return [...blocks.values()].map(({ block, payments }) => ({ ...block, payments }))
}

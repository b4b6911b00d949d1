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
  street: string | null
  buildingNumber: string | null
  postCode: string | null
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
    SELECT message.message_id AS "messageId", iso_utc(message.created_at) AS "createdAt", company.name AS company, company.country, company.town,
      company.street, company.building_number AS "buildingNumber", company.post_code AS "postCode",
      debtor.account, debtor.bic,
      coalesce(message.execution_date, run.pay_date)::text AS "payDate", run.reference, run.period, profile.batch_booking AS "batchBooking",
      profile.category_purpose IS NOT NULL AS salary,
      profile.pain_version AS version, profile.umlauts, profile.addresses
    FROM bank_message message JOIN debtor_account debtor ON debtor.id = message.debtor_account_id JOIN payroll_run run ON run.id = message.run_id
    JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
    WHERE message.id = ${bankMessageId}::uuid`
  if (!head) throw new Error(`no bank message ${bankMessageId}`)
  const rows = Prisma.sql`
    SELECT instruction.block_id AS "blockId", instruction.end_to_end_id AS "endToEndId", payout.amount_minor AS "amountMinor", payout.currency, payout.rail,
      payout.beneficiary_name AS name, payout.account, payout.account_kind AS "accountKind", payout.bic, payout.beneficiary_country AS country
    FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id AND payout.attempt = instruction.attempt
    WHERE instruction.bank_message_id = ${bankMessageId}::uuid ORDER BY instruction.block_id COLLATE "C", instruction.end_to_end_id COLLATE "C"`
  const { messageId, createdAt, company, account, bic, country, town, batchBooking, salary, payDate, version, umlauts, addresses } = head
  const { street, buildingNumber, postCode } = head
  const address = Object.entries({ town, street, buildingNumber, postCode }).filter(([, value]) => value !== null)
  const debtor = { name: company, account, bic, country, ...Object.fromEntries(address) }
  const remittance = `Salary ${head.period} ${head.reference}`
  const planned: PlannedPayment[] = []
  for await (const some of piecesOf<Row>(tx, rows)) {
    for (const { blockId, endToEndId, amountMinor, currency, rail, ...creditor } of some)
      planned.push({ blockId, rail, instructionId: endToEndId, endToEndId, amountMinor, currency, creditor, remittance })
  }
  const blocks = await inTurns(paymentBlocks(planned, { debtor, executionDate: payDate, batchBooking, salary }))
  return { transfer: { messageId, createdAt, initiatingParty: company, blocks }, format: { version, umlauts, addresses } }
}

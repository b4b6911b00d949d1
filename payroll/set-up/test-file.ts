/** A payment file to show a bank before the first payroll: one payment of one unit from the company's account to itself. */
import { bicCountry } from '@/accounts/bic'
import { looksLikeIban } from '@/accounts/iban'
import { nextPayDate } from '@/accounts/pay-date'
import { railOf } from '@/accounts/rail'
import { exponentOf } from '@/events/money'
import { buildPain001 } from '@/iso20022/pain001'
import { paymentBlocks } from '@/iso20022/payment-blocks'
import { atOnce } from '@/platform/in-turns'
import type { Ledger } from '@/prisma/connect'
import { readBankTerms } from '../companies/bank-terms'
import { readBankProfile, readSetUpCompany } from './companies'

export type TestFile = { fileName: string; xml: string }

/** Written as the company's bank profile says, for its next bank day. Null without a company, or an account to pay from. It is kept nowhere: nobody is paid by it. */
export async function makeTestFile(ledger: Ledger, companyId: string, now: Date): Promise<TestFile | null> {
  const company = await readSetUpCompany(ledger, companyId)
  const profile = company && (await readBankProfile(ledger, company.bankProfileId))
  const home = company?.accounts.find((account) => account.home && account.closedAt === null)
  if (!company || !profile || !home) return null
  const { currency, account, bic } = home
  const terms = await readBankTerms(ledger, companyId)
  const today = now.toISOString().slice(0, 10)
  const executionDate = nextPayDate({ payDate: today, currencies: [currency], bank: terms, at: now })
  const { version, umlauts, addresses, salary, batchBooking } = profile.profile
  const { name, country, town, street, buildingNumber, postCode } = company
  const address = Object.fromEntries(Object.entries({ town, street, buildingNumber, postCode }).filter(([, value]) => value !== null))
  const messageId = `TEST-${company.code}-${now
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .slice(0, 14)}`
  const accountKind = looksLikeIban(account) ? 'iban' : 'number'
  const blocks = atOnce(
    paymentBlocks(
      [
        {
          blockId: `${messageId}-B`,
          instructionId: `${messageId}-1`,
          endToEndId: `${messageId}-1`,
          rail: railOf({ account, currency, country: accountKind === 'iban' ? account.slice(0, 2) : bicCountry(bic) }),
          amountMinor: 10n ** BigInt(exponentOf(currency)),
          currency,
          creditor: { name, account, accountKind, bic: accountKind === 'iban' ? null : bic, country },
          remittance: 'Test file, please do not execute',
        },
      ],
      { debtor: { name, account, bic, country, ...address }, executionDate, batchBooking, salary },
    ),
  )
  const transfer = { messageId, createdAt: now.toISOString(), initiatingParty: name, blocks }
  return { fileName: `${messageId}.xml`, xml: buildPain001(transfer, { version, umlauts, addresses }).xml }
}

/** What stands on the account beside the payments of a file: the bank's mistakes with them, and what is no payment of ours at all. */
import type { PaymentBlock } from '@/iso20022/credit-transfer'
import { bankId } from './bank-id'
import type { BookedBlock, OtherEntry } from './booked'
import { oddityOf } from './oddity'

/** What the other bank keeps of what it sends back, in minor units. */
const RETURN_CHARGE_MINOR = 350n

/** A payment booked once more, one that comes back, and one that does so without saying it. */
export function oddEntries({ block, paid }: BookedBlock, receipt: string): OtherEntry[] {
  const amounts = new Map(paid.map((each) => [each.endToEndId, each]))
  return block.payments.flatMap((payment): OtherEntry[] => {
    const booked = amounts.get(payment.endToEndId)
    const oddity = oddityOf(payment)
    if (!booked || (oddity !== 'booked-twice' && oddity !== 'comes-back-unmarked' && oddity !== 'comes-back')) return []
    const again = oddity === 'booked-twice'
    return [
      {
        reference: bankId(again ? 'DB' : 'CR', payment.endToEndId, receipt),
        direction: again ? 'debit' : 'credit',
        amountMinor: booked.amountMinor,
        currency: booked.currency,
        account: block.debtor.account,
        endToEndId: oddity === 'comes-back-unmarked' ? null : payment.endToEndId,
        ...(oddity === 'comes-back' && { returned: { reason: 'AC04', chargeMinor: RETURN_CHARGE_MINOR } }),
        name: payment.creditor.name,
        text: again ? (payment.remittance ?? 'Payment') : `Refund ${payment.creditor.name}`,
      },
    ]
  })
}

const QUARTER_ENDS: readonly number[] = [3, 6, 9, 12]
const CHARGES_MINOR = 4_500n
const INVOICE_MINOR = 1_245_000n

/** A statement has more on it than salaries: on an account in euros, at the end of a quarter, the bank's charges and a customer who pays. */
export function ordinaryEntries({ debtor, currency }: PaymentBlock, day: string, receipt: string): OtherEntry[] {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (currency !== 'EUR' || !QUARTER_ENDS.includes(month)) return []
  const common = { currency, account: debtor.account, endToEndId: null }
  const of = `${debtor.account} ${day}`
  return [
    {
      ...common,
      reference: bankId('CH', of, receipt),
      direction: 'debit',
      amountMinor: CHARGES_MINOR,
      name: 'Your bank',
      text: `Account charges quarter ${month / 3} ${year}`,
    },
    {
      ...common,
      reference: bankId('IN', of, receipt),
      direction: 'credit',
      amountMinor: INVOICE_MINOR,
      name: 'Sample Greengrocers',
      text: `Invoice ${year}-1187`,
    },
  ]
}

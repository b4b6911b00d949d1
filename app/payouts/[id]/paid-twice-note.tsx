import Link from 'next/link'
import { statusWords } from '@/app/payout-words'
import { Money } from '@/components/money'
import { Note } from '@/components/note'
import type { PaidTwice } from '@/payroll/statements/paid-twice'

/** `findings`: this person may read findings. */
type Props = { payoutId: string; twice: PaidTwice; findings: boolean }

/** Says on each of the two payments that the other one is booked, or on its way, as well. */
export function PaidTwiceNote({ payoutId, twice: { first, second, amountMinor, currency, findingId }, findings }: Props) {
  const isFirst = first.payoutId === payoutId
  const other = isFirst ? second : first
  const link = (
    <Link className="link mono" href={`/payouts/${other.payoutId}`}>
      {other.endToEndId ?? other.runReference}
    </Link>
  )
  return (
    <Note
      tone="bad"
      title={
        <>
          <Money amountMinor={amountMinor} currency={currency} /> may be paid twice.
        </>
      }
    >
      {isFirst ? (
        <>
          This payment had failed or come back, and {link} in {other.runReference} ({statusWords(other.status).word.toLowerCase()}) paid it
          again. The bank has now booked this payment after all.
        </>
      ) : (
        <>
          This payment replaced {link} in {other.runReference}, which had failed or come back. The bank has now booked that one after all.
        </>
      )}{' '}
      {findings && findingId && (
        <Link className="link" href={`/payroll/findings/${findingId}`}>
          Open the bank exception
        </Link>
      )}
    </Note>
  )
}

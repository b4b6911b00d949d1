import { Money } from '@/components/money'
import { Nothing } from '@/components/nothing'
import { Day, Time } from '@/components/time'
import { reasonMeaning } from '@/iso20022/reason-codes'
import { statusMeaning } from '@/iso20022/status-codes'
import type { BankWords } from '@/payroll/statements/bank-words'

const KINDS: Readonly<Record<string, string>> = {
  booking: 'Booked',
  batch: 'Booked as one batch',
  unnamed: 'Booked without naming the payment',
  summary: 'Booked without naming its payments',
  return: 'Came back',
  credit: 'Credited',
  charge: 'Charged',
  rejection: 'Rejected',
  answer: 'Answered',
  check: 'Payee check',
  note: 'Remark',
}

const OF = { payment: 'this payment', block: 'its payment group', file: 'the whole file' } as const

/** Everything that banks said, the newest first: in plain English, with codes and words as the bank gave them. */
export function BankWordsList({ words, label }: { words: readonly BankWords[]; label: string }) {
  if (words.length === 0) return <Nothing>Nothing yet.</Nothing>
  return (
    <ul aria-label={label} className="divide-y divide-line border-y border-line">
      {words.map((each) => (
        <li key={each.key} className="py-2.5">
          <Said words={each} />
        </li>
      ))}
    </ul>
  )
}

function Said({ words }: { words: BankWords }) {
  const { status, reasonCode, reasonText, counterparty, bankReference, amountMinor, currency, bookedOn } = words
  const codes = [status, reasonCode].filter((code) => code !== null).join(' · ')
  return (
    <>
      <p>
        <b className="font-[550]">{headOf(words)}</b>
        {amountMinor !== null && currency !== null && (
          <>
            {' '}
            <Money amountMinor={amountMinor} currency={currency} />
          </>
        )}
        {bookedOn && (
          <>
            {' on '}
            <Day on={bookedOn} />
          </>
        )}
        {codes && <span className="mono ml-2 text-muted">{codes}</span>}
      </p>
      {reasonCode && <p>{reasonMeaning(reasonCode).meaning}</p>}
      {reasonText && <p className="[overflow-wrap:anywhere]">“{reasonText}”</p>}
      {counterparty && (
        <p className="text-muted [overflow-wrap:anywhere]">
          <bdi>{counterparty}</bdi>
        </p>
      )}
      <p className="text-xs text-muted [overflow-wrap:anywhere]">
        Of {words.parts === null ? OF[words.of] : 'parts of the file'}{' '}
        {words.of !== 'payment' && <span className="mono">{words.reference}</span>}
        {bankReference && (
          <>
            {' · bank reference '}
            <span className="mono">{bankReference}</span>
          </>
        )}
        {' · '}
        <span className="mono">{words.fileName}</span> ({words.fileKind}) · <Time at={words.at} />
      </p>
    </>
  )
}

/** A status says more than the kind of thing it is. */
const headOf = ({ kind, status }: BankWords): string => (status !== null ? statusMeaning(status) : (KINDS[kind] ?? 'Entry'))

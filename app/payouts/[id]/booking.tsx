import { Fragment } from 'react'
import type { Fact } from '@/components/facts'
import { Money } from '@/components/money'
import { Day } from '@/components/time'
import type { Attempt } from '@/payroll/statements/payout'

/** What a payment in another currency took from the account, and what the bank charged: "1,735.22 EUR at 4.2646 · charge 15.00 EUR". */
export function OnAccount({ attempt: { accountAmount, charges } }: { attempt: Attempt }) {
  return (
    <>
      {accountAmount && (
        <>
          {' · '}
          <Money {...accountAmount} />
          {accountAmount.exchangeRate && ` at ${accountAmount.exchangeRate}`}
        </>
      )}
      {charges && charges.length > 0 && (
        <>
          {' · '}
          <Charges of={charges} named />
        </>
      )}
    </>
  )
}

/** Each thing the bank took, in its own currency; `named` where no heading says what they are. */
export function Charges({ of, named = false }: { of: NonNullable<Attempt['charges']>; named?: boolean }) {
  return of.map((charge, index) => (
    <Fragment key={`${charge.for} ${charge.currency}`}>
      {index > 0 && ' · '}
      {charge.for === 'return' ? 'for the return ' : named && 'charge '}
      <Money amountMinor={charge.amountMinor} currency={charge.currency} />
    </Fragment>
  ))
}

/** The bank's days, which are not the day on which we read its file. Nothing before the booking. */
export function bookedFacts(attempt: Attempt | undefined): Fact[] {
  if (!attempt?.bookedOn) return []
  const { bookedOn, valueDate, returnedOn } = attempt
  const note = (
    <>
      {valueDate && (
        <>
          value date <Day on={valueDate} />
        </>
      )}
      {valueDate && returnedOn && ' · '}
      {returnedOn && (
        <>
          came back <Day on={returnedOn} />
        </>
      )}
    </>
  )
  return [{ label: 'Booked by the bank', value: <Day on={bookedOn} />, ...((valueDate || returnedOn) && { note }) }]
}

/** The same in the history: which days the bank gave with what it said. */
export function BankDays({ type, state }: { type: string; state: Readonly<Record<string, unknown>> }) {
  const { bookedOn, valueDate, returnedOn } = state
  const on = type === 'payout.returned' ? returnedOn : type === 'payout.settled' ? bookedOn : null
  if (typeof on !== 'string') return null
  return (
    <span className="block">
      booked on <Day on={on} />
      {type === 'payout.settled' && typeof valueDate === 'string' && valueDate !== on && (
        <>
          , value date <Day on={valueDate} />
        </>
      )}
    </span>
  )
}

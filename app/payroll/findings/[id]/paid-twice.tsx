import Link from 'next/link'
import type { ReactNode } from 'react'
import { maskedAccount, statusWords } from '@/app/payout-words'
import { Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day, Month, Time } from '@/components/time'
import type { PaidTwice, PaymentSide } from '@/payroll/statements/paid-twice'

/** Two columns on a phone are too narrow for a time in one line. */
const CELL = 'num px-3 py-1.5 [overflow-wrap:anywhere] max-sm:px-2 max-sm:[&_*]:whitespace-normal!'

/** The payment that stopped and is booked after all beside the one that took its place, both as they are now. */
export function PaidTwiceCompared({ twice: { first, second } }: { twice: PaidTwice }) {
  const row = (label: string, of: (side: PaymentSide) => ReactNode): [string, ReactNode, ReactNode] => [label, of(first), of(second)]
  const rows = [
    row('State', ({ status }) => <Status tone={statusWords(status).tone}>{statusWords(status).word}</Status>),
    row('Amount', (side) => <Money amountMinor={side.amountMinor} currency={side.currency} strong />),
    row('Payment', (side) => (
      <Link className="link mono" href={`/payouts/${side.payoutId}`}>
        {side.endToEndId ?? 'not sent yet'}
      </Link>
    )),
    row('Run', (side) => (
      <Link className="link mono" href={`/payroll/runs/${side.runId}`}>
        {side.runReference}
      </Link>
    )),
    row('For', ({ period }) => <Month of={period} />),
    row('Name', ({ name }) => <bdi>{name}</bdi>),
    row('Account', ({ accountCountry, accountLast4 }) => <span className="mono">{maskedAccount(accountCountry, accountLast4)}</span>),
    row('Stopped', ({ stoppedAt }) => (stoppedAt ? <Time at={stoppedAt} /> : '–')),
    row('Booked', ({ bookedOn }) => (bookedOn ? <Day on={bookedOn} /> : '–')),
    row('Bank reference', ({ bankReference }) => <span className="mono">{bankReference ?? '–'}</span>),
  ]
  return (
    <div className="mb-4 overflow-hidden rounded-md border border-line">
      <table className="w-full table-fixed text-left">
        <caption className="sr-only">Both payments</caption>
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            <th scope="col" className="h-8 w-24 px-3 font-medium max-sm:w-20 max-sm:px-2">
              <span className="sr-only">Field</span>
            </th>
            <th scope="col" className="px-3 font-medium max-sm:px-2">
              Stopped, then booked
            </th>
            <th scope="col" className="px-3 font-medium max-sm:px-2">
              Paid again
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, one, other]) => (
            <tr key={label} className="border-t border-line align-top">
              <th scope="row" className="px-3 py-1.5 font-normal text-muted max-sm:px-2">
                {label}
              </th>
              <td className={CELL}>{one}</td>
              <td className={CELL}>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

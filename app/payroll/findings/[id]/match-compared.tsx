import type { ReactNode } from 'react'
import { maskedAccount, shortReason, statusWords } from '@/app/payout-words'
import { Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day } from '@/components/time'
import type { Candidate } from '@/payroll/exceptions/exception-candidates'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'

type Props = { finding: ExceptionDetail; payment: Candidate | null }

/** The state that a match gives the payments. */
export const stateAfter = (kind: string | null): 'returned' | 'settled' => (kind === 'return' || kind === 'credit' ? 'returned' : 'settled')

/** What the second person decides by: our payment beside the bank's words, and the state it will have. */
export function MatchCompared({ finding, payment }: Props) {
  if (!payment) return <p>This payment can no longer be matched, because its state has changed. Withdraw or refuse the proposal.</p>
  const { entry } = finding
  const money = (amountMinor: string | null, currency: string | null) =>
    amountMinor !== null && currency !== null ? <Money amountMinor={amountMinor} currency={currency} /> : '–'
  const rows: [string, ReactNode, ReactNode][] = [
    ['Name', <bdi key="ours">{payment.name}</bdi>, <bdi key="theirs">{finding.counterparty ?? '–'}</bdi>],
    ['Amount', money(payment.amountMinor, payment.currency), money(finding.amountMinor, finding.currency)],
    ['Day', <Day key="ours" on={payment.payDate} />, entry.bookedOn ? <Day key="theirs" on={entry.bookedOn} /> : '–'],
    ['Reference', payment.id, entry.endToEndId ?? entry.blockId ?? finding.reference],
    ['Account', payment.accountLast4 === null ? '–' : maskedAccount('', payment.accountLast4), '–'],
    ['Payments', payment.payments, entry.payments ?? 1],
    ['Reason', '–', [entry.reasonCode && shortReason(entry.reasonCode), entry.reasonText].filter(Boolean).join(' ') || '–'],
  ]
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <table className="w-full table-fixed text-left">
        <caption className="sr-only">Our payment and what the bank says</caption>
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            <th scope="col" className="h-8 w-24 px-3 font-medium">
              <span className="sr-only">Field</span>
            </th>
            <th scope="col" className="px-3 font-medium">
              Our payment
            </th>
            <th scope="col" className="px-3 font-medium">
              The bank says
            </th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(([, ours, theirs]) => ours !== '–' || theirs !== '–')
            .map(([label, ours, theirs]) => (
              <tr key={label} className="border-t border-line align-top">
                <th scope="row" className="px-3 py-1.5 font-normal text-muted">
                  {label}
                </th>
                <td className="num px-3 py-1.5 [overflow-wrap:anywhere]">{ours}</td>
                <td className="num px-3 py-1.5 [overflow-wrap:anywhere]">{theirs}</td>
              </tr>
            ))}
          <tr className="border-t border-line">
            <th scope="row" className="px-3 py-1.5 font-normal text-muted">
              State
            </th>
            <td className="px-3 py-1.5">
              <State status={payment.status} />
            </td>
            <td className="px-3 py-1.5">
              becomes <State status={stateAfter(entry.kind)} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

const State = ({ status }: { status: string }) => <Status tone={statusWords(status).tone}>{statusWords(status).word}</Status>

import Link from 'next/link'
import type { ReactNode } from 'react'
import { shortReason } from '@/app/payout-words'
import { Money } from '@/components/money'
import { formatMinor } from '@/events/money'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'

/** Everything the bank said of it, as it said it. */
export function EntryFacts({ finding }: { finding: ExceptionDetail }) {
  const { entry, file } = finding
  const mono = (text: string | null) => text && <span className="mono [overflow-wrap:anywhere]">{text}</span>
  const facts: [string, ReactNode][] = [
    ['End-to-end id', mono(entry.endToEndId)],
    ['Payment group', mono(entry.blockId)],
    ['Payments', entry.payments],
    [
      'Entry',
      entry.amountMinor !== null && entry.currency !== null && (
        <>
          <Money amountMinor={entry.amountMinor} currency={entry.currency} /> {entry.direction}
        </>
      ),
    ],
    ['Status', mono(entry.status)],
    ['Bank reference', mono(entry.bankReference)],
    ['Charges', entry.charges && entry.kind !== 'charge' ? chargeWords(entry.charges) : null],
    ['Counterparty', finding.counterparty],
    ['Payee', finding.payeeName],
    ['Reason', [entry.reasonCode && shortReason(entry.reasonCode), entry.reasonText].filter(Boolean).join(' ') || null],
    [
      'Payment',
      finding.payoutId && (
        <Link className="link" href={`/payouts/${finding.payoutId}`}>
          Open the payment it names
        </Link>
      ),
    ],
    [
      'Run',
      finding.runId && (
        <Link className="link mono" href={`/payroll/runs/${finding.runId}`}>
          {finding.runReference}
        </Link>
      ),
    ],
    [
      'File',
      <a key="file" className="link mono [overflow-wrap:anywhere]" href={`/api/bank-messages/${file.id}/file`} download={file.fileName}>
        {file.fileName}
      </a>,
    ],
    ['Message', mono(`${file.kind} ${file.messageId}`)],
  ]
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {facts
        .filter(([, value]) => value !== null && value !== '' && value !== false)
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  )
}

const chargeWords = (charges: Readonly<Record<string, string>>): string =>
  Object.entries(charges)
    .map(([currency, minor]) => `${formatMinor(minor, currency)} ${currency}`)
    .join(' · ')

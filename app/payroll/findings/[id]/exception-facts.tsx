import { Elapsed } from '@/components/countdown'
import { Facts } from '@/components/facts'
import { Money } from '@/components/money'
import { Status } from '@/components/status'
import { Day, Time } from '@/components/time'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import { kindWords, stateWords } from '../exception-words'

/** The state of an exception, its amount, its day at the bank and its age. */
export function ExceptionFacts({ finding }: { finding: ExceptionDetail }) {
  const { word, tone } = stateWords(finding.state, finding.resolution)
  return (
    <Facts
      facts={[
        {
          label: 'State',
          value: <Status tone={tone}>{word}</Status>,
          note: finding.owner ? `assigned to ${finding.owner.name}` : 'not assigned',
        },
        {
          label: 'Amount',
          value:
            finding.amountMinor !== null && finding.currency !== null ? (
              <Money amountMinor={finding.amountMinor} currency={finding.currency} />
            ) : (
              '–'
            ),
          note: kindWords(finding.entry.kind),
        },
        {
          label: 'Booked',
          value: finding.entry.bookedOn ? <Day on={finding.entry.bookedOn} /> : '–',
          note: finding.entry.account ? `on •••• ${finding.entry.account}` : undefined,
        },
        { label: 'Age', value: <Elapsed since={finding.createdAt} />, note: <Time at={finding.createdAt} /> },
      ]}
    />
  )
}

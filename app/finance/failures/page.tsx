import type { Metadata } from 'next'
import { FigurePage } from '../figure-page'
import { FailureReasons } from './failure-reasons'

export const metadata: Metadata = { title: 'Failures and returns' }

const NOTES = [
  'A payout that was paid again is what became of it, and no longer counts here.',
  'No event names the bank yet, so failures are told apart by the bank’s reason only.',
  'Amounts are of each currency separately. Nothing is converted.',
]

export default function FailuresPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  return (
    <FigurePage
      path="/finance/failures"
      figure="stopped"
      by="reason"
      title="Failures and returns"
      sub="Payouts that failed or came back, by the reason that the bank gave."
      notes={NOTES}
      now={new Date()}
      search={searchParams}
      show={(shown) => <FailureReasons {...shown} />}
    />
  )
}

import type { Metadata } from 'next'
import { FigurePage } from '../figure-page'
import { SettlementTimes } from './settlement-times'

export const metadata: Metadata = { title: 'Settlement times' }

const NOTES = [
  'The last attempt counts. One that the bank refused before does not.',
  'No event names the bank yet, so times are told apart by rail only.',
  'Of a single payout there is no half and no nine in ten: its own time is shown and marked.',
]

export default function SettlementPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  return (
    <FigurePage
      path="/finance/settlement"
      figure="settlement"
      by="rail"
      title="Settlement times"
      sub="How long payouts take from the bank’s file until their booking is read, by rail."
      notes={NOTES}
      now={new Date()}
      search={searchParams}
      show={(shown) => <SettlementTimes {...shown} />}
    />
  )
}

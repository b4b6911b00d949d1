import Link from 'next/link'
import { refusalWords } from '@/app/refusal-words'
import { Note } from '@/components/note'
import type { Refusal } from '@/payroll/queries/refusals'
import { runHref } from './run-url'

/** What the bank refused or sent back, each reason in plain words with what to do next. */
export function RefusalNotes({ runId, refusals }: { runId: string; refusals: readonly Refusal[] }) {
  return refusals.map((refusal) => {
    const { title, whatToDo } = refusalWords(refusal.code, refusal.text)
    return (
      <Note key={refusal.code} tone="bad" title={`${refusal.payouts === 1 ? 'One payout' : `${refusal.payouts} payouts`}: ${title}`}>
        {whatToDo}{' '}
        <Link className="link" href={runHref(runId, { tab: 'payouts', only: 'stopped' })}>
          Show them
        </Link>
      </Note>
    )
  })
}

import { refusalWords } from '@/app/refusal-words'
import { Note } from '@/components/note'
import type { Refusal } from '@/payroll/queries/refusals'

/** What the bank refused or sent back, each reason once in plain words with what to do next. */
export function RefusalNote({ refusals }: { refusals: readonly Refusal[] }) {
  if (refusals.length === 0) return null
  return (
    <Note tone="info" title="What the bank says of them, and what to do next:">
      <ul className="mt-1 grid list-disc gap-1 pl-4">
        {refusals.map(({ code, text, payouts }) => {
          const { title, whatToDo } = refusalWords(code, text)
          return (
            <li key={code}>
              <span className="font-[550]">
                {payouts === 1 ? 'One payout' : `${payouts} payouts`}: {title}
              </span>{' '}
              {whatToDo}
            </li>
          )
        })}
      </ul>
    </Note>
  )
}

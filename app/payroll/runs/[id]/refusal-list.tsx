import { refusalWords } from '@/app/refusal-words'
import { countWords } from '@/components/money'
import { explainsItself } from '@/iso20022/reason-codes'
import type { Refusal } from '@/payroll/runs/refusals'

/** What the bank refused or sent back, each reason once in plain words with what to do next. The bank's own text is on each payout. */
export function RefusalList({ refusals }: { refusals: readonly Refusal[] }) {
  return (
    <ul className="mt-1 grid list-disc gap-1 pl-4">
      {refusals.map(({ code, text, payouts }) => {
        const { title, whatToDo } = refusalWords(code, code !== null && explainsItself(code) ? null : text)
        return (
          <li key={code}>
            <span className="font-[550]">
              {payouts === 1 ? 'One payout' : `${countWords(payouts)} payouts`}: {title}
            </span>{' '}
            {whatToDo}
          </li>
        )
      })}
    </ul>
  )
}

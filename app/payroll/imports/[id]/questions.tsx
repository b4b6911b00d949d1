import canonicalize from 'canonicalize'
import { useId } from 'react'
import { type Answer, answered, type Mapping } from '@/payroll-files/mapping'
import type { Question } from '@/payroll-files/types'

type Props = { questions: readonly Question[]; mapping: Mapping; change: (answer: Answer) => void; disabled: boolean }

/** What cannot be told from the file, as plain choices. */
export function Questions({ questions, ...rest }: Props) {
  return questions.map((question) => <Choice key={question.id} question={question} {...rest} />)
}

function Choice({ question, mapping, change, disabled }: Omit<Props, 'questions'> & { question: Question }) {
  const name = useId()
  return (
    <fieldset disabled={disabled} className="rounded-lg border border-l-[3px] border-line border-l-warn bg-warn-soft px-4 py-3">
      <legend className="sr-only">A question about the file</legend>
      <p className="mb-2 font-[550]">{question.sentence}</p>
      <div className="grid gap-1.5">
        {question.options.map(({ label, answer }) => (
          <label key={label} className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={name}
              checked={isSaid(mapping, answer)}
              onChange={() => change(answer)}
              className="size-4 flex-none accent-(--accent)"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Whether the mapping says already what the answer would. What was stored comes back with its fields in another order. */
const isSaid = (mapping: Mapping, answer: Answer): boolean => canonicalize(answered(mapping, answer)) === canonicalize(mapping)

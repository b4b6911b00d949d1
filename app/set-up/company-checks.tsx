'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { countWords } from '@/components/money'
import { Checks, type ChecksProps } from './checks'

type Options = ChecksProps['options']
type Found = { options: Options; total: number }

const FAILED = 'The companies could not be searched. Try again.'

/** Companies to choose from where there are more than fit: the first of them, and those that a word finds. What was chosen stays in the list. */
export function CompanyChecks({ total, options, ...checks }: ChecksProps & { total: number }) {
  const [found, setFound] = useState<Found>({ options, total })
  const [known, setKnown] = useState(() => new Map(options.map((option) => [option.value, option])))
  const [wrong, setWrong] = useState<string | null>(null)
  const asked = useRef(0)
  const text = useRef<HTMLInputElement>(null)
  const search = async () => {
    const mine = ++asked.current
    setWrong(null)
    const query = { find: (text.current?.value ?? '').slice(0, 100) }
    const answer = await callApi('GET /api/set-up/companies', { query }).catch(() => null)
    if (mine !== asked.current) return
    if (answer === null) return setWrong(FAILED)
    const companies = answer.data.companies.map(({ id, name }) => ({ value: id, label: name }))
    const chosen = checks.chosen.flatMap((id) => known.get(id) ?? [])
    setKnown(new Map([...known, ...companies.map((each) => [each.value, each] as const)]))
    setFound({ options: [...new Map([...chosen, ...companies].map((each) => [each.value, each])).values()], total: answer.data.total })
  }
  // Enter searches; it would send the whole form.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    void search()
  }
  return (
    <Checks {...checks} options={found.options}>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField ref={text} label="Find a company" type="search" placeholder="Name, code or bank" error={wrong} onKeyDown={onKeyDown} />
        </div>
        <Button onClick={() => void search()}>Find</Button>
      </div>
      <p role="status" className="text-xs text-muted">
        {found.options.length < found.total
          ? `${countWords(found.options.length)} of ${countWords(found.total)} companies shown, ${checks.chosen.length} chosen`
          : `${checks.chosen.length} chosen`}
      </p>
    </Checks>
  )
}

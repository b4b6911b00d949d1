'use client'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { TextField } from '@/components/field'
import { Note } from '@/components/note'
import type { ActionState } from '@/components/use-action'

/** Why there is no draft yet, and another pay date where that is the reason. */
export function RefusedDraft({ state, payDate, onPayDate }: { state: ActionState; payDate: string; onPayDate: (payDate: string) => void }) {
  const [chosen, setChosen] = useState(payDate)
  const problem = state.is === 'refused' ? state.problem : null
  const day = problem?.errors.find(({ field }) => field === 'payDate')
  if (day) {
    return (
      <div role="alert" className="grid max-w-xl gap-2">
        <Note tone="bad" title="The bank cannot pay on this day.">
          {day.reason}
        </Note>
        <div className="flex items-end gap-2">
          <TextField label="Pay date" type="date" value={chosen} onChange={(event) => setChosen(event.target.value)} />
          <Button onClick={() => onPayDate(chosen)}>Import with this pay date</Button>
        </div>
      </div>
    )
  }
  if (problem?.type === 'urn:payledger:problem:imported-before') {
    return (
      <Note tone="warn" title="This file has already been imported.">
        See run{' '}
        <Link href={`/payroll/runs/${String(problem.body.runId)}`} className="link">
          {String(problem.body.reference)}
        </Link>
        .
      </Note>
    )
  }
  return <ActionLine state={state} />
}

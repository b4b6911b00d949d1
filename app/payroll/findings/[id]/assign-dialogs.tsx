'use client'
import { useState } from 'react'
import { SelectField } from '@/components/field'
import { ExceptionDialog, type OpenedDialog } from './exception-dialog'

/** Assigns an exception to this person, or takes it back when it is theirs. */
export function TakeDialog({ me, ...dialog }: OpenedDialog & { me: string }) {
  const { owner } = dialog.finding
  const mine = owner?.id === me
  return (
    <ExceptionDialog
      {...dialog}
      change={{ to: 'POST /api/findings/[id]/assignments', id: dialog.finding.id, body: { owner: mine ? null : me } }}
      title={mine ? 'Unassign this exception' : 'Assign this exception to me'}
      description={
        mine
          ? 'Anyone can then assign it to themselves.'
          : owner
            ? `It is assigned to ${owner.name} now.`
            : 'Others can see that you are working on it.'
      }
      confirmLabel={mine ? 'Unassign' : 'Assign to me'}
      done={mine ? 'Unassigned' : 'Assigned to you'}
    />
  )
}

/** Assigns it to somebody else. */
export function ReassignDialog({ others, ...dialog }: OpenedDialog & { others: readonly { id: string; name: string }[] }) {
  const [owner, setOwner] = useState('')
  return (
    <ExceptionDialog
      {...dialog}
      change={{ to: 'POST /api/findings/[id]/assignments', id: dialog.finding.id, body: { owner } }}
      title="Reassign this exception"
      confirmLabel="Reassign"
      why={owner === '' ? 'Choose a person first' : undefined}
      done="Reassigned"
      onDone={() => setOwner('')}
    >
      <SelectField label="To" value={owner} onChange={(event) => setOwner(event.target.value)}>
        <option value="">Choose a person</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </ExceptionDialog>
  )
}

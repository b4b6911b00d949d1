'use client'
import { type Choices, type FormValues, textIn } from '../../../form-types'
import { REASON_FIELD } from '../../../reason-spec'
import { SetUpForm } from '../../../set-up-form'
import { useChange } from '../../../use-change'
import { accessFields, accessIn } from '../../access-fields'

export function AccessForm({
  id,
  kind,
  companies,
  initial,
}: {
  id: string
  kind: 'person' | 'service'
  companies: Choices
  initial: FormValues
}) {
  const { send, onDone } = useChange(() => `/set-up/people/${id}`, 'Saved')
  return (
    <SetUpForm
      fields={[{ name: 'name', label: 'Name', kind: 'text' }, ...accessFields(companies, kind), REASON_FIELD]}
      initial={initial}
      submitLabel="Save"
      cancelHref={`/set-up/people/${id}`}
      send={(values, key) =>
        send(
          {
            kind: 'access',
            userId: id,
            name: textIn(values, 'name'),
            ...accessIn(values),
            reason: textIn(values, 'reason').trim() || null,
          },
          key,
        )
      }
      onDone={onDone}
    />
  )
}

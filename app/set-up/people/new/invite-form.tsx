'use client'
import { type Choices, textIn } from '../../form-types'
import { REASON_FIELD } from '../../reason-spec'
import { SetUpForm } from '../../set-up-form'
import { useChange } from '../../use-change'
import { accessFields, accessIn } from '../access-fields'

export function InviteForm({ companies, role }: { companies: Choices; role: string }) {
  const { send, onDone } = useChange(({ userId }) => `/set-up/people/${userId}`, 'Invited')
  return (
    <SetUpForm
      fields={[
        { name: 'name', label: 'Name', kind: 'text' },
        { name: 'email', label: 'E-mail address', kind: 'text', type: 'email', hint: 'They sign in with it. It cannot be changed later.' },
        ...accessFields(companies),
        REASON_FIELD,
      ]}
      initial={{ name: '', email: '', roles: [role], companies: [], reason: '' }}
      submitLabel="Invite"
      cancelHref="/set-up/people"
      send={(values, key) =>
        send(
          {
            kind: 'invitation',
            name: textIn(values, 'name'),
            email: textIn(values, 'email'),
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

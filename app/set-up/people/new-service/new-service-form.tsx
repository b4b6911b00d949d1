'use client'
import { SERVICE_ROLES } from '@/access/permissions'
import { type Choices, textIn } from '../../form-types'
import { REASON_FIELD } from '../../reason-spec'
import { SetUpForm } from '../../set-up-form'
import { useChange } from '../../use-change'
import { accessFields, accessIn } from '../access-fields'

export function NewServiceForm({ companies }: { companies: Choices }) {
  const { send, onDone } = useChange(({ userId }) => `/set-up/people/${userId}`, 'Added')
  return (
    <SetUpForm
      fields={[
        { name: 'name', label: 'Name', kind: 'text', placeholder: 'Nightly import', hint: 'The history names it so.' },
        ...accessFields(companies, 'service'),
        REASON_FIELD,
      ]}
      initial={{ name: '', roles: ['coordinator'], companies: [], reason: '' }}
      submitLabel="Add the service"
      cancelHref="/set-up/people"
      send={(values, key) => {
        const { roles, companies } = accessIn(values)
        return send(
          {
            kind: 'service',
            name: textIn(values, 'name'),
            roles: SERVICE_ROLES.filter((role) => roles.includes(role)),
            companies,
            reason: textIn(values, 'reason').trim() || null,
          },
          key,
        )
      }}
      onDone={onDone}
    />
  )
}

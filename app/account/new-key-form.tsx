'use client'
import { callApi } from '../call-api'
import { type Choices, chosenIn, companiesField, textIn } from '../set-up/form-types'
import { SetUpForm } from '../set-up/set-up-form'

export type Choice = { value: string; label: string }

type Props = {
  permissions: readonly Choice[]
  /** What it can be narrowed to; none leaves the question out. */
  companies: Choices
  /** The service whose key it is; null of one’s own. */
  service: string | null
  onDone: (token: string | null) => void
}

export function NewKeyForm({ permissions, companies, service, onDone }: Props) {
  const cancelHref = service === null ? '/account' : `/set-up/people/${service}`
  return (
    <SetUpForm
      fields={[
        { name: 'name', label: 'What it is for', kind: 'text', placeholder: 'Nightly import' },
        { name: 'days', label: 'Days until it expires', kind: 'text', type: 'number', hint: '1 to 365.' },
        { name: 'permissions', label: 'What it may do', kind: 'checks', options: permissions },
        ...companiesField(companies, 'Choose none to let it work for every company of the service.'),
      ]}
      initial={{ name: '', days: '90', permissions: [], companies: [] }}
      submitLabel="Make the key"
      cancelHref={cancelHref}
      send={(values, idempotencyKey) => {
        const body = {
          name: textIn(values, 'name'),
          days: Number(textIn(values, 'days') || Number.NaN),
          // Chosen from these, and judged by the server.
          permissions: chosenIn(values, 'permissions') as 'runs:read'[],
          companies: chosenIn(values, 'companies'),
        }
        return service === null
          ? callApi('POST /api/api-keys', { body, idempotencyKey })
          : callApi('POST /api/set-up/people/[id]/api-keys', { id: service, body, idempotencyKey })
      }}
      onDone={({ token }) => onDone(token)}
    />
  )
}

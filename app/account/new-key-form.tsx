'use client'
import { callApi } from '../call-api'
import { chosenIn, textIn } from '../set-up/form-types'
import { SetUpForm } from '../set-up/set-up-form'

export type Choice = { value: string; label: string }

export function NewKeyForm({ permissions, onDone }: { permissions: readonly Choice[]; onDone: (token: string | null) => void }) {
  return (
    <SetUpForm
      fields={[
        { name: 'name', label: 'What it is for', kind: 'text', placeholder: 'Nightly import' },
        { name: 'days', label: 'Days until it expires', kind: 'text', type: 'number', hint: '1 to 365.' },
        { name: 'permissions', label: 'What it may do', kind: 'checks', options: permissions },
      ]}
      initial={{ name: '', days: '90', permissions: [] }}
      submitLabel="Make the key"
      cancelHref="/account"
      send={(values, idempotencyKey) =>
        callApi('POST /api/api-keys', {
          body: {
            name: textIn(values, 'name'),
            days: Number(textIn(values, 'days') || Number.NaN),
            // Chosen from these, and judged by the server.
            permissions: chosenIn(values, 'permissions') as 'runs:read'[],
            companies: [],
          },
          idempotencyKey,
        })
      }
      onDone={({ token }) => onDone(token)}
    />
  )
}

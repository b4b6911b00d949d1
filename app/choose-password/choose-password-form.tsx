'use client'
import { callApi } from '../call-api'
import { DoorForm } from '../door-form'

export function ChoosePasswordForm({ token, email }: { token: string; email: string }) {
  return (
    <DoorForm
      email={email}
      submitLabel="Save and sign in"
      send={({ password }) => callApi('POST /api/sign-in-links/uses', { body: { token, password } })}
    />
  )
}

'use client'
import { callApi } from '../call-api'
import { DoorForm } from '../door-form'

export function FirstAdministratorForm({ token }: { token: string }) {
  return (
    <DoorForm
      email={null}
      submitLabel="Create and sign in"
      send={(entered) => callApi('POST /api/first-administrator', { body: { token, ...entered } })}
    />
  )
}

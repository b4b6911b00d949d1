'use client'
import { useRouter } from 'next/navigation'
import { callApi } from '@/app/call-api'
import type { Option } from '../../country-options'
import { SetUpForm } from '../../set-up-form'
import { NEW_PROFILE, profileFields, profileIn } from '../profile-fields'

export function NewBankForm({ timeZones }: { timeZones: readonly Option[] }) {
  const router = useRouter()
  return (
    <SetUpForm
      fields={profileFields(timeZones)}
      initial={NEW_PROFILE}
      submitLabel="Add the bank"
      cancelHref="/set-up/banks"
      send={(values, idempotencyKey) => callApi('POST /api/set-up/bank-profiles', { body: profileIn(values), idempotencyKey })}
      onDone={({ id }) => router.push(`/set-up/banks/${id}`)}
    />
  )
}

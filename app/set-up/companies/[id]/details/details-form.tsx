'use client'
import { useRouter } from 'next/navigation'
import { callApi } from '@/app/call-api'
import { useToast } from '@/components/toast'
import type { FormValues } from '../../../form-types'
import { SetUpForm } from '../../../set-up-form'
import { DETAIL_FIELDS, detailsIn } from '../../company-fields'

export function DetailsForm({ id, version, initial }: { id: string; version: number; initial: FormValues }) {
  const router = useRouter()
  const toast = useToast()
  return (
    <SetUpForm
      fields={DETAIL_FIELDS}
      initial={initial}
      submitLabel="Save"
      cancelHref={`/set-up/companies/${id}`}
      send={(values, idempotencyKey) =>
        callApi('POST /api/set-up/companies/[id]/details', { id, ifMatch: version, body: detailsIn(values), idempotencyKey })
      }
      onDone={() => {
        toast('ok', 'Saved')
        router.push(`/set-up/companies/${id}`)
      }}
    />
  )
}

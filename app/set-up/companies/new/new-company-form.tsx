'use client'
import { useRouter } from 'next/navigation'
import { callApi } from '@/app/call-api'
import type { Option } from '../../country-options'
import { type FieldSpec, textIn } from '../../form-types'
import { SetUpForm } from '../../set-up-form'
import { DETAIL_FIELDS, detailsIn } from '../company-fields'

export function NewCompanyForm({ banks, countries }: { banks: readonly Option[]; countries: readonly Option[] }) {
  const router = useRouter()
  const [name, ...address] = DETAIL_FIELDS as [FieldSpec, ...FieldSpec[]]
  return (
    <SetUpForm
      fields={[
        name,
        {
          name: 'code',
          label: 'Code',
          kind: 'text',
          hint: '2 to 8 letters and digits. Every run’s reference begins with it, so it cannot be changed later.',
          placeholder: 'NLG',
        },
        { name: 'country', label: 'Country', kind: 'select', options: countries },
        ...address,
        {
          name: 'bankProfileId',
          label: 'Bank',
          kind: 'select',
          options: banks,
          hint: 'It says when files go out and what they look like.',
        },
      ]}
      initial={{
        name: '',
        code: '',
        country: 'DE',
        street: '',
        buildingNumber: '',
        postCode: '',
        town: '',
        bankProfileId: banks[0]?.value ?? '',
      }}
      submitLabel="Add the company"
      cancelHref="/set-up/companies"
      send={(values, idempotencyKey) =>
        callApi('POST /api/set-up/companies', {
          body: {
            ...detailsIn(values),
            code: textIn(values, 'code'),
            country: textIn(values, 'country'),
            bankProfileId: textIn(values, 'bankProfileId'),
          },
          idempotencyKey,
        })
      }
      onDone={({ id }) => router.push(`/set-up/companies/${id}`)}
    />
  )
}

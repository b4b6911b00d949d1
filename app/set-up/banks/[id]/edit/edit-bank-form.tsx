'use client'
import type { Option } from '../../../country-options'
import { type FormValues, textIn } from '../../../form-types'
import { REASON_FIELD } from '../../../reason-spec'
import { SetUpForm } from '../../../set-up-form'
import { useChange } from '../../../use-change'
import { profileFields, profileIn } from '../../profile-fields'

type Props = { id: string; initial: FormValues; timeZones: readonly Option[]; withReason: boolean }

export function EditBankForm({ id, initial, timeZones, withReason }: Props) {
  const { send, onDone } = useChange(() => `/set-up/banks/${id}`, 'Bank changed')
  const fields = profileFields(timeZones).map((field) => ({ ...field, errorField: `profile.${field.errorField ?? field.name}` }))
  return (
    <SetUpForm
      fields={withReason ? [...fields, REASON_FIELD] : fields}
      initial={{ ...initial, reason: '' }}
      submitLabel={withReason ? 'Propose' : 'Save'}
      cancelHref={`/set-up/banks/${id}`}
      send={(values, key) =>
        send({ kind: 'bank-profile', profileId: id, profile: profileIn(values), reason: textIn(values, 'reason').trim() || null }, key)
      }
      onDone={onDone}
    />
  )
}

'use client'
import type { Option } from '../../../country-options'
import { textIn } from '../../../form-types'
import { REASON_FIELD } from '../../../reason-spec'
import { SetUpForm } from '../../../set-up-form'
import { useChange } from '../../../use-change'

type Props = { companyId: string; current: string; banks: readonly Option[]; withReason: boolean }

export function BankForm({ companyId, current, banks, withReason }: Props) {
  const { send, onDone } = useChange(() => `/set-up/companies/${companyId}`, 'Bank changed')
  return (
    <SetUpForm
      fields={[{ name: 'bankProfileId', label: 'Bank', kind: 'select', options: banks }, ...(withReason ? [REASON_FIELD] : [])]}
      initial={{ bankProfileId: current, reason: '' }}
      submitLabel={withReason ? 'Propose' : 'Save'}
      cancelHref={`/set-up/companies/${companyId}`}
      send={(values, key) =>
        send(
          {
            kind: 'company-bank',
            companyId,
            bankProfileId: textIn(values, 'bankProfileId'),
            reason: textIn(values, 'reason').trim() || null,
          },
          key,
        )
      }
      onDone={onDone}
    />
  )
}

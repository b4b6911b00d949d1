'use client'
import { textIn } from '../../../form-types'
import { REASON_FIELD } from '../../../reason-spec'
import { SetUpForm } from '../../../set-up-form'
import { useChange } from '../../../use-change'

export function LimitForm({ companyId, currency, limit }: { companyId: string; currency: string; limit: string }) {
  const { send, onDone } = useChange(() => `/set-up/companies/${companyId}`, 'Saved')
  return (
    <SetUpForm
      fields={[
        {
          name: 'codeAbove',
          label: `Ask for a code above this total, in ${currency}`,
          kind: 'text',
          optional: true,
          hint: 'Leave it empty to ask nobody. 0 asks for every run.',
        },
        REASON_FIELD,
      ]}
      initial={{ codeAbove: limit, reason: '' }}
      submitLabel="Save"
      cancelHref={`/set-up/companies/${companyId}`}
      send={(values, key) =>
        send(
          {
            kind: 'approval-limit',
            companyId,
            currency,
            codeAbove: textIn(values, 'codeAbove').trim() || null,
            reason: textIn(values, 'reason').trim() || null,
          },
          key,
        )
      }
      onDone={onDone}
    />
  )
}

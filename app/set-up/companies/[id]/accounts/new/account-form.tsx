'use client'
import type { Option } from '@/app/set-up/country-options'
import { isChecked, textIn } from '@/app/set-up/form-types'
import { REASON_FIELD } from '@/app/set-up/reason-spec'
import { SetUpForm } from '@/app/set-up/set-up-form'
import { useChange } from '@/app/set-up/use-change'

type Props = { companyId: string; currencies: readonly Option[]; taken: readonly string[] }

export function AccountForm({ companyId, currencies, taken }: Props) {
  const { send, onDone } = useChange(() => `/set-up/companies/${companyId}`, 'Account added')
  const isFirst = taken.length === 0
  return (
    <SetUpForm
      fields={[
        { name: 'currency', label: 'Currency of the account', kind: 'select', options: currencies },
        { name: 'account', label: 'IBAN or account number', kind: 'text', placeholder: 'DE89 3704 0044 0532 0130 00' },
        {
          name: 'bic',
          label: 'BIC',
          kind: 'text',
          hint: '8 or 11 letters and digits, on the bank’s letter or statement.',
          placeholder: 'COBADEFF',
        },
        ...(isFirst
          ? []
          : [
              {
                name: 'home',
                label: 'Make it the home account',
                kind: 'check' as const,
                hint: 'It then pays whatever has no account in its own currency.',
              },
              REASON_FIELD,
            ]),
      ]}
      initial={{ currency: 'EUR', account: '', bic: '', home: isFirst, reason: '' }}
      submitLabel="Save the account"
      cancelHref={`/set-up/companies/${companyId}`}
      send={(values, key) =>
        send(
          {
            kind: 'account-open',
            companyId,
            currency: textIn(values, 'currency'),
            account: textIn(values, 'account'),
            bic: textIn(values, 'bic'),
            home: isChecked(values, 'home'),
            reason: textIn(values, 'reason').trim() || null,
          },
          key,
        )
      }
      onDone={onDone}
    />
  )
}

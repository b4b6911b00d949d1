/** What the forms of a company ask for. */
import type { CompanyDetails } from '@/payroll/set-up/write-company'
import { type FieldSpec, type FormValues, textIn } from '../form-types'

export const DETAIL_FIELDS: readonly FieldSpec[] = [
  { name: 'name', label: 'Legal name', kind: 'text', hint: 'As the bank knows it. It stands in every payment file.' },
  { name: 'street', label: 'Street', kind: 'text', optional: true },
  { name: 'buildingNumber', label: 'Building number', kind: 'text', optional: true },
  { name: 'postCode', label: 'Post code', kind: 'text', optional: true },
  {
    name: 'town',
    label: 'Town',
    kind: 'text',
    optional: true,
    hint: 'Where a bank wants addresses it needs at least the town. Unstructured addresses are refused since November 2026.',
  },
]

export const detailsIn = (values: FormValues): CompanyDetails => ({
  name: textIn(values, 'name'),
  street: textIn(values, 'street'),
  buildingNumber: textIn(values, 'buildingNumber'),
  postCode: textIn(values, 'postCode'),
  town: textIn(values, 'town'),
})

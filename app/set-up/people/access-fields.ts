/** What the forms of a person ask for. */
import { ROLES } from '@/access/permissions'
import type { Option } from '../country-options'
import { chosenIn, type FieldSpec, type FormValues } from '../form-types'

const ROLE_WORDS = {
  coordinator: 'Prepares and approves payroll runs, and decides about bank files',
  support: 'Finds payouts, and holds them',
  finance: 'Sees fees, countries and months',
  operator: 'Sees how the system is doing',
  admin: 'Sets up companies, banks and people',
} as const satisfies Record<(typeof ROLES)[number], string>

export const accessFields = (companies: readonly Option[]): FieldSpec[] => [
  {
    name: 'roles',
    label: 'Roles',
    kind: 'checks',
    options: ROLES.map((role) => ({ value: role, label: role, hint: ROLE_WORDS[role] })),
  },
  ...(companies.length === 0
    ? []
    : [
        {
          name: 'companies',
          label: 'Companies',
          kind: 'checks' as const,
          options: companies,
          hint: 'Choose none to let them work for every company, also future ones.',
        },
      ]),
]

type Role = (typeof ROLES)[number]

export const accessIn = (values: FormValues): { roles: Role[]; companies: string[] } => ({
  roles: chosenIn(values, 'roles') as Role[],
  companies: chosenIn(values, 'companies'),
})

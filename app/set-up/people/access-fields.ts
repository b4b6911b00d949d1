/** What the forms of a person ask for. */
import { ROLES, SERVICE_ROLES } from '@/access/permissions'
import { type Choices, chosenIn, companiesField, type FieldSpec, type FormValues } from '../form-types'

const ROLE_WORDS = {
  coordinator: 'Prepares and approves payroll runs, and decides about bank files',
  support: 'Finds payouts, and holds them',
  finance: 'Sees fees, countries and months',
  operator: 'Sees how the system is doing',
  admin: 'Sets up companies, banks and people',
} as const satisfies Record<(typeof ROLES)[number], string>

type ServiceRole = (typeof SERVICE_ROLES)[number]

const SERVICE_WORDS = {
  coordinator: 'Prepares payroll runs, and reads them',
  support: 'Finds payouts',
  finance: 'Sees fees, countries and months',
  operator: 'Sees how the system is doing',
} as const satisfies Record<ServiceRole, string>

/** @param of a service leaves out the administrator. */
export const accessFields = (companies: Choices, of: 'person' | 'service' = 'person'): FieldSpec[] => [
  {
    name: 'roles',
    label: 'Roles',
    kind: 'checks',
    options: (of === 'service' ? SERVICE_ROLES : ROLES).map((role) => ({
      value: role,
      label: role,
      hint: of === 'service' ? SERVICE_WORDS[role as ServiceRole] : ROLE_WORDS[role],
    })),
  },
  ...companiesField(companies, `Choose none to let ${of === 'service' ? 'it' : 'them'} work for every company, also future ones.`),
]

type Role = (typeof ROLES)[number]

export const accessIn = (values: FormValues): { roles: Role[]; companies: string[] } => ({
  roles: chosenIn(values, 'roles') as Role[],
  companies: chosenIn(values, 'companies'),
})

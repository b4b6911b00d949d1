/** Who may do what. Roles are few and fixed; a permission names an act or a desk. */

export const ROLES = ['coordinator', 'support', 'finance', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'runs:read',
  'runs:prepare',
  'runs:approve',
  'bank-files:answer',
  'bank-files:apply',
  'findings:read',
  'findings:resolve',
  'payouts:read',
  'payouts:hold',
  'search:read',
  'finance:read',
  'finance:close',
  'operations:read',
  'operations:act',
  'set-up:read',
  'set-up:change',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  coordinator: [
    'runs:read',
    'runs:prepare',
    'runs:approve',
    'bank-files:answer',
    'bank-files:apply',
    'findings:read',
    'findings:resolve',
    'payouts:read',
    'payouts:hold',
    'search:read',
  ],
  support: ['payouts:read', 'payouts:hold', 'search:read'],
  finance: ['runs:read', 'findings:read', 'payouts:read', 'search:read', 'finance:read', 'finance:close'],
  operator: ['operations:read', 'operations:act'],
  admin: [
    'runs:read',
    'findings:read',
    'payouts:read',
    'search:read',
    'finance:read',
    'finance:close',
    'operations:read',
    'operations:act',
    'set-up:read',
    'set-up:change',
  ],
}

/** A service is a program of nobody, which asks with keys that administrators make. */
export type Kind = 'person' | 'service'

/** Whatever its roles: it prepares and reads. It approves, answers, confirms and releases nothing, and does not change the set-up. */
const SERVICES_MAY: readonly Permission[] = [
  'runs:read',
  'runs:prepare',
  'findings:read',
  'payouts:read',
  'search:read',
  'finance:read',
  'operations:read',
]

/** What a service can be given. */
export const SERVICE_ROLES = ['coordinator', 'support', 'finance', 'operator'] as const satisfies readonly Role[]

/** An API key does no more than it says. */
export type Key = { id: string; permissions: readonly Permission[] }

/** What somebody is let do by their roles; several of them add up. */
export type Roles = { roles: readonly Role[]; kind?: Kind; key?: Key | null }

/** Whether a role of theirs allows an act, whatever companies they work for; `permits` asks both. */
export function may({ roles, kind, key }: Roles, permission: Permission): boolean {
  if (kind === 'service' && !SERVICES_MAY.includes(permission)) return false
  return roles.some((role) => GRANTS[role].includes(permission)) && (!key || key.permissions.includes(permission))
}

/** "Your role (support) does not …", with the verb in its number. */
export const yourRoles = ({ roles }: Roles, does: string, doNot: string): string =>
  roles.length === 1 ? `Your role (${roles[0]}) ${does}` : `Your roles (${roles.join(', ')}) ${doNot}`

/** Whose password alone is not enough: with these one could move money, or let others. */
export const TRUSTED_ROLES: readonly Role[] = ['coordinator', 'admin']

/** Figures, the pipeline's state and the set-up are of all companies together: nothing of them can be shown to who works for some. */
const OF_EVERY_COMPANY: readonly Permission[] = [
  'finance:read',
  'finance:close',
  'operations:read',
  'operations:act',
  'set-up:read',
  'set-up:change',
]

/** What a person may do or enter: a role of theirs allows it, and where it is of every company, they work for every company. */
export function permits({ companies, ...who }: Roles & { companies: readonly string[] | null }, permission: Permission): boolean {
  return may(who, permission) && (companies === null || !OF_EVERY_COMPANY.includes(permission))
}

/** Who may do what. Roles are few and fixed; a permission names an act or a desk. */

export const ROLES = ['coordinator', 'support', 'finance', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export type Permission =
  | 'runs:read'
  | 'runs:prepare'
  | 'runs:approve'
  | 'bank-files:answer'
  | 'bank-files:apply'
  | 'findings:read'
  | 'findings:resolve'
  | 'payouts:read'
  | 'payouts:hold'
  | 'search:read'
  | 'finance:read'
  | 'operations:read'

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
  finance: ['runs:read', 'findings:read', 'payouts:read', 'search:read', 'finance:read'],
  operator: ['operations:read'],
  admin: ['runs:read', 'findings:read', 'payouts:read', 'search:read', 'finance:read', 'operations:read'],
}

/** Whether a role allows an act, whatever companies its person works for; `permits` asks both. */
export function may(role: Role, permission: Permission): boolean {
  return GRANTS[role].includes(permission)
}

/** Figures and the pipeline's state are of all companies together: nothing of them can be shown to who works for some. */
const OF_EVERY_COMPANY: readonly Permission[] = ['finance:read', 'operations:read']

/** What a person may do or enter: their role allows it, and where it is of every company, they work for every company. */
export function permits({ role, companies }: { role: Role; companies: readonly string[] | null }, permission: Permission): boolean {
  return may(role, permission) && (companies === null || !OF_EVERY_COMPANY.includes(permission))
}

import { ChartColumn, Landmark, Search, Settings2, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Permission, permits, type Role, type Roles } from '@/access/permissions'

const DESKS = [
  { href: '/payroll', label: 'Payroll', needs: 'runs:read', icon: <Landmark aria-hidden="true" /> },
  { href: '/support', label: 'Support', needs: 'search:read', icon: <Search aria-hidden="true" /> },
  { href: '/finance', label: 'Finance', needs: 'finance:read', icon: <ChartColumn aria-hidden="true" /> },
  { href: '/operations', label: 'Operations', needs: 'operations:read', icon: <Workflow aria-hidden="true" /> },
  { href: '/set-up', label: 'Set-up', needs: 'set-up:read', icon: <Settings2 aria-hidden="true" /> },
] as const satisfies readonly { href: string; label: string; needs: Permission; icon: ReactNode }[]

export type DeskPath = (typeof DESKS)[number]['href']

/** The desks this person may enter, in the order of the rail. */
export const desksOf = (person: Parameters<typeof permits>[0]) => DESKS.filter(({ needs }) => permits(person, needs))

/** Where people of each role do their work; the start page leads there. */
const HOME: Readonly<Record<Role, DeskPath>> = {
  coordinator: '/payroll',
  support: '/support',
  finance: '/finance',
  operator: '/operations',
  admin: '/operations',
}

/** Of who has several roles, the first of them in the order of the desks. */
export const homeOf = ({ roles }: Roles): DeskPath =>
  DESKS.map(({ href }) => href).find((desk) => roles.some((role) => HOME[role] === desk)) ?? '/payroll'

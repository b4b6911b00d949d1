import { ChartColumn, Landmark, Search, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { may, type Permission } from '@/access/permissions'
import { SearchBox } from '@/components/search-box'
import { Shell } from '@/components/shell'
import { signedIn } from './signed-in'

const DESKS = [
  { href: '/payroll', label: 'Payroll', needs: 'runs:read', icon: <Landmark aria-hidden="true" /> },
  { href: '/support', label: 'Support', needs: 'search:read', icon: <Search aria-hidden="true" /> },
  { href: '/finance', label: 'Finance', needs: 'finance:read', icon: <ChartColumn aria-hidden="true" /> },
  { href: '/operations', label: 'Operations', needs: 'operations:read', icon: <Workflow aria-hidden="true" /> },
] as const satisfies readonly { href: string; label: string; needs: Permission; icon: ReactNode }[]

export type DeskPath = (typeof DESKS)[number]['href']

/** The shell in a desk's layout: the desks this person may enter, with what waits for them there. It shows; each page authorises its own reads. */
export async function DeskShell({
  counts = {},
  banner,
  children,
}: {
  counts?: Partial<Record<DeskPath, number>>
  banner?: ReactNode
  children: ReactNode
}) {
  const { name, email, role } = await signedIn()
  const desks = DESKS.filter(({ needs }) => may(role, needs)).map(({ href, label, icon }) => ({ href, label, icon, count: counts[href] }))
  return (
    <Shell
      desks={desks}
      user={{ name, email, role }}
      search={<SearchBox action={may(role, 'search:read') ? '/support' : '/'} />}
      banner={banner}
    >
      {children}
    </Shell>
  )
}

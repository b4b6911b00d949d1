import type { Metadata } from 'next'
import { may, PERMISSIONS, ROLES } from '@/access/permissions'
import { entered } from '@/app/signed-in'
import { type Column, DataTable } from '@/components/data-table'
import { PageHead } from '@/components/page-head'
import { SetUpTabs } from '../set-up-tabs'
import { PERMISSION_WORDS } from './permission-words'

export const metadata: Metadata = { title: 'Who may do what' }

type Row = (typeof PERMISSIONS)[number]

/** Made of the table that every route and page asks. */
export default async function PermissionsPage() {
  const session = await entered('set-up:read')
  if (!session) return null
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Set-up', href: '/set-up' }]}
        title="Who may do what"
        sub="Roles add up. Nobody approves a run they worked on, whatever their roles. Whoever works for some companies sees only these."
      />
      <SetUpTabs current="permissions" />
      <DataTable caption="Who may do what" columns={COLUMNS} rows={PERMISSIONS} rowKey={(permission) => permission} />
    </>
  )
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'what',
    header: 'What',
    phone: 'money',
    cell: (permission) => <span className="block py-1 whitespace-normal max-sm:py-0">{PERMISSION_WORDS[permission]}</span>,
  },
  {
    id: 'roles',
    header: 'Roles',
    phone: 'detail',
    cell: (permission) => ROLES.filter((role) => may({ roles: [role] }, permission)).join(', '),
  },
]

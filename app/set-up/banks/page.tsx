import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { listBankProfiles, type ProfileRow } from '@/payroll/set-up/companies'
import { currentLedger } from '@/platform/freshness'
import { companyNames } from '../people/companies-words'
import { SetUpTabs } from '../set-up-tabs'

export const metadata: Metadata = { title: 'Banks' }

export default async function BanksPage() {
  const session = await entered('set-up:read')
  if (!session) return null
  const profiles = await listBankProfiles(server().ledger)
  const add = (
    <ButtonLink href="/set-up/banks/new" tone="primary">
      Add a bank
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Set-up', href: '/set-up' }]}
        title="Banks"
        sub="When each bank takes files, and what they look like. Ask the bank, and show it a test file."
        actions={profiles.length > 0 && add}
        freshness={currentLedger(new Date())}
      />
      <SetUpTabs current="banks" />
      <DataTable
        caption="Bank profiles"
        columns={COLUMNS}
        rows={profiles}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/set-up/banks/${id}`}
        empty={
          <NothingYet title="No bank yet" action={add}>
            Begin with the bank of your first company.
          </NothingYet>
        }
      />
    </>
  )
}

const COLUMNS: readonly Column<ProfileRow>[] = [
  { id: 'name', header: 'Bank', phone: 'lead', shrinks: true, cell: ({ profile }) => profile.name },
  { id: 'cut-off', header: 'Cut-off', phone: 'money', cell: ({ profile }) => `${profile.cutOff} ${profile.timeZone}` },
  {
    id: 'format',
    header: 'File format',
    phone: 'hide',
    from: 'md',
    cell: ({ profile }) => <span className="mono">{profile.version}</span>,
  },
  {
    id: 'companies',
    header: 'Companies',
    phone: 'detail',
    shrinks: true,
    cell: ({ companies, companyCount }) =>
      companyCount === 0 ? <span className="text-faint">none yet</span> : companyNames(companies, { total: companyCount }),
  },
]

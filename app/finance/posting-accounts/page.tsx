import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { listPostingAccounts } from '@/payroll/months/posting-accounts'
import { PostingAccountsTable } from './posting-accounts-table'

export const metadata: Metadata = { title: 'Account codes' }

export default async function PostingAccountsPage() {
  const session = await entered('finance:read')
  if (!session) return null
  const rows = await listPostingAccounts(server().ledger)
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Months', href: '/finance/months' }]}
        title="Account codes"
        sub="Where the journal of a month is posted, for each company. Months that are prepared already keep the codes they were prepared with."
      />
      {rows.length === 0 ? (
        <NothingYet title="No company yet">Companies are set up by administrators.</NothingYet>
      ) : (
        <PostingAccountsTable rows={rows} mayChange={may(session, 'finance:close')} />
      )}
    </>
  )
}

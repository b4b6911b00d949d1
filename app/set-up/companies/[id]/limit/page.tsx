import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { decimalOf } from '@/events/money'
import { readSetUpCompany } from '@/payroll/set-up/companies'
import { isUuid } from '../../../is-uuid'
import { LimitForm } from './limit-form'

export const metadata: Metadata = { title: 'Approval limit' }

export default async function LimitPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(server().ledger, id) : null
  if (!company) notFound()
  const home = company.accounts.find((account) => account.home && account.closedAt === null)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Companies', href: '/set-up/companies' },
          { label: company.name, href: `/set-up/companies/${id}` },
        ]}
        title="Approval limit"
        sub="Whoever approves a larger run, or one in another currency, enters a code of their authenticator app. Another administrator has to confirm a higher limit, or none."
      />
      {home ? (
        <LimitForm
          companyId={id}
          currency={home.currency}
          limit={company.codeAboveMinor === null ? '' : decimalOf(company.codeAboveMinor, home.currency)}
        />
      ) : (
        <NothingYet
          title="Enter the account to pay from first"
          action={<ButtonLink href={`/set-up/companies/${id}/accounts/new`}>Add an account</ButtonLink>}
        >
          The limit is in the currency of the home account.
        </NothingYet>
      )}
    </>
  )
}

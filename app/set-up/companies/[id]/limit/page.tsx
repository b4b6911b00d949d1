import type { Metadata } from 'next'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'
import { decimalOf } from '@/events/money'
import { companyAt } from '../company-at'
import { LimitForm } from './limit-form'

export const metadata: Metadata = { title: 'Approval limit' }

export default async function LimitPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const company = await companyAt(params)
  const home = company.accounts.find((account) => account.home && account.closedAt === null)
  return (
    <FormPage
      list="companies"
      of={{ label: company.name, href: `/set-up/companies/${company.id}` }}
      title="Approval limit"
      sub="Whoever approves a larger run, or one in another currency, enters a code of their authenticator app. Another administrator has to confirm a higher limit, or none."
    >
      {home ? (
        <LimitForm
          companyId={company.id}
          currency={home.currency}
          limit={company.codeAboveMinor === null ? '' : decimalOf(company.codeAboveMinor, home.currency)}
        />
      ) : (
        <NothingYet
          title="Enter the account to pay from first"
          action={<ButtonLink href={`/set-up/companies/${company.id}/accounts/new`}>Add an account</ButtonLink>}
        >
          The limit is in the currency of the home account.
        </NothingYet>
      )}
    </FormPage>
  )
}

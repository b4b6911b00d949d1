import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { Facts } from '@/components/facts'
import { PageHead } from '@/components/page-head'
import { Columns, Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { listChanges } from '@/payroll/set-up/changes'
import { readSetUpCompany, type SetUpCompany } from '@/payroll/set-up/companies'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { currentLedger } from '@/platform/freshness'
import { ActButton } from '../../act-button'
import { ChangeButton } from '../../change-button'
import { limitWords } from '../../change-words'
import { ChangesTable } from '../../changes-table'
import { Checklist } from '../../checklist'
import { HistoryList } from '../../history-list'
import { isUuid } from '../../is-uuid'
import { readyWords, stepsOf } from '../../readiness'
import { AccountsTable } from './accounts-table'
import { TestFile } from './test-file'

export const metadata: Metadata = { title: 'Company' }

export default async function CompanyPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const company = isUuid(id) ? await readSetUpCompany(ledger, id) : null
  if (!company) notFound()
  const [history, changes] = await Promise.all([readSetUpHistory(ledger, id), listChanges(ledger, id)])
  const waiting = changes.filter(({ state }) => state === 'proposed')
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'Companies', href: '/set-up/companies' },
        ]}
        title={company.name}
        reference={company.code}
        freshness={currentLedger(new Date())}
        actions={<CompanyActions company={company} />}
      />
      <CompanyFacts company={company} />
      {waiting.length > 0 && (
        <Section title="Waiting for a second administrator">
          <ChangesTable changes={waiting} />
        </Section>
      )}
      <Columns
        aside={
          <Section title="History">
            <HistoryList history={history} name={company.name} />
          </Section>
        }
      >
        {!company.closed && (
          <Section title="Ready to pay?">
            <Checklist label="Ready to pay?" steps={stepsOf(company)} />
          </Section>
        )}
        <Section
          title="Accounts to pay from"
          actions={!company.closed && <ButtonLink href={`/set-up/companies/${id}/accounts/new`}>Add or replace an account</ButtonLink>}
        >
          <AccountsTable company={company} />
        </Section>
        {!company.closed && <TestFile company={company} />}
      </Columns>
    </>
  )
}

function CompanyFacts({ company }: { company: SetUpCompany }) {
  const { tone, word } = readyWords(company)
  return (
    <Facts
      facts={[
        {
          label: 'State',
          value: <Status tone={tone}>{word}</Status>,
          note: company.closedAt && <Time at={company.closedAt} show="date" />,
        },
        { label: 'Bank', value: company.bankName, note: 'when files go out, and what they look like' },
        { label: 'Address', value: addressOf(company), note: company.country },
        {
          label: 'Code to approve above',
          value: limitOf(company),
          note: (
            <Link className="link" href={`/set-up/companies/${company.id}/limit`}>
              Change
            </Link>
          ),
        },
      ]}
    />
  )
}

function limitOf({ codeAboveMinor, accounts }: SetUpCompany): string {
  const home = accounts.find((account) => account.home && account.closedAt === null)
  return limitWords(codeAboveMinor, home?.currency ?? '')
}

function addressOf({ street, buildingNumber, postCode, town }: SetUpCompany): string {
  const lines = [
    [street, buildingNumber],
    [postCode, town],
  ]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter(Boolean)
  return lines.join(', ') || 'not entered'
}

function CompanyActions({ company }: { company: SetUpCompany }) {
  const { id, version, name, closed } = company
  if (closed)
    return (
      <ChangeButton label="Reopen…" title={`Reopen ${name}?`} confirmLabel="Propose" change={{ kind: 'company-reopening', companyId: id }}>
        Another administrator has to confirm it. Payroll files are taken for it again then.
      </ChangeButton>
    )
  return (
    <>
      <ButtonLink href={`/set-up/companies/${id}/details`}>Edit name and address</ButtonLink>
      <ButtonLink href={`/set-up/companies/${id}/bank`}>Change the bank</ButtonLink>
      <ActButton
        label="Close…"
        title={`Close ${name}?`}
        confirmLabel="Close the company"
        to="POST /api/set-up/companies/[id]/closures"
        id={id}
        version={version}
        done="Closed"
        withReason
        tone="danger"
      >
        No new payroll file is taken for it. Everything it has paid stays where it is. Two administrators can reopen it.
      </ActButton>
    </>
  )
}

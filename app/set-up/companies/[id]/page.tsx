import type { Metadata } from 'next'
import Link from 'next/link'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import type { Fact } from '@/components/facts'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { listChanges } from '@/payroll/set-up/changes'
import type { SetUpCompany } from '@/payroll/set-up/companies'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { ActButton } from '../../act-button'
import { ChangeButton } from '../../change-button'
import { limitWords } from '../../change-words'
import { Checklist } from '../../checklist'
import { readyWords, stepsOf } from '../../readiness'
import { SubjectPage } from '../../subject-page'
import { AccountsTable } from './accounts-table'
import { companyAt } from './company-at'
import { TestFile } from './test-file'

export const metadata: Metadata = { title: 'Company' }

export default async function CompanyPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const company = await companyAt(params)
  const { id } = company
  const { ledger } = server()
  const [history, changes] = await Promise.all([readSetUpHistory(ledger, id), listChanges(ledger, id)])
  return (
    <SubjectPage
      list="companies"
      name={company.name}
      reference={company.code}
      actions={<CompanyActions company={company} />}
      facts={factsOf(company)}
      {...{ changes, history }}
      now={new Date()}
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
    </SubjectPage>
  )
}

function factsOf(company: SetUpCompany): Fact[] {
  const { tone, word } = readyWords(company)
  return [
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
  ]
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

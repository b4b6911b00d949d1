import type { Metadata } from 'next'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { listChanges } from '@/payroll/set-up/changes'
import { hasPaidAnyone, listBankProfiles, listSetUpCompanies, type SetUpCompanyRow } from '@/payroll/set-up/companies'
import { countAdmins, countPeople } from '@/payroll/set-up/people'
import { currentLedger } from '@/platform/freshness'
import { server } from '../http/server'
import { entered } from '../signed-in'
import { ChangesTable } from './changes-table'
import { Checklist } from './checklist'
import { readyWords, type Step, stepsOf } from './readiness'
import { SetUpTabs } from './set-up-tabs'

export const metadata: Metadata = { title: 'Set-up' }

/** What is missing before the first payroll, and what waits for a second administrator. */
export default async function SetUpPage() {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const [{ companies, total }, profiles, people, admins, changes, hasPaid] = await Promise.all([
    listSetUpCompanies(ledger, { find: null, cursor: null }),
    listBankProfiles(ledger),
    countPeople(ledger),
    countAdmins(ledger),
    listChanges(ledger),
    hasPaidAnyone(ledger),
  ])
  const open = companies.filter(({ closed }) => !closed)
  const waiting = changes.filter(({ state }) => state === 'proposed')
  const first = hasPaid ? [] : firstSteps(profiles.length, open, people, admins.active)
  return (
    <>
      <PageHead
        title="Set-up"
        sub="Companies, their banks and accounts, and the people who work here."
        freshness={currentLedger(new Date())}
      />
      <SetUpTabs current="overview" />
      {waiting.length > 0 && (
        <Section title="Waiting for a second administrator">
          {admins.active < 2 && (
            <Note tone="warn" title="There is only one administrator.">
              {admins.oneIsEnough
                ? 'Nobody can confirm what you propose. Invite one under People.'
                : 'Nobody can confirm what you propose. Whoever runs the machine can make one: payledger user create --admin.'}
            </Note>
          )}
          <ChangesTable changes={waiting} />
        </Section>
      )}
      {first.some(({ done }) => !done) && (
        <Section title="To the first payroll">
          <Checklist label="To the first payroll" steps={first} />
        </Section>
      )}
      {companies.length > 0 && (
        <Section
          title="Ready to pay?"
          actions={total > companies.length && <ButtonLink href="/set-up/companies">All {countWords(total)} companies</ButtonLink>}
        >
          <DataTable
            caption="Whether each company can pay"
            columns={COLUMNS}
            rows={companies}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/set-up/companies/${id}`}
          />
        </Section>
      )}
    </>
  )
}

/** From nothing to the first payroll. */
function firstSteps(profiles: number, companies: readonly SetUpCompanyRow[], people: number, admins: number): Step[] {
  const ready = companies.find((company) => stepsOf(company).every(({ key, done }) => done || key === 'test-file'))
  const [company] = ready ? [ready] : companies
  return [
    {
      key: 'admin',
      label: 'A second administrator',
      done: admins >= 2,
      note: admins >= 2 ? `${admins} administrators` : 'Changes of accounts and access need two, so that nobody can divert money alone',
      href: '/set-up/people/new?role=admin',
      action: 'Invite an administrator',
    },
    {
      key: 'bank',
      label: 'A bank',
      done: profiles > 0,
      note: profiles > 0 ? `${profiles} set up` : 'Its cut-off, and what its files look like',
      href: '/set-up/banks/new',
      action: 'Add a bank',
    },
    {
      key: 'company',
      label: 'A company',
      done: companies.length > 0,
      note: company ? company.name : 'Whoever pays its people through you',
      href: '/set-up/companies/new',
      action: 'Add a company',
    },
    ...(company
      ? stepsOf(company).slice(1)
      : [
          {
            key: 'people',
            label: 'Two people who can approve',
            done: false,
            note: people > 1 ? 'Coordinators prepare and approve runs' : 'Whoever prepares a run cannot approve it',
            href: '/set-up/people/new',
            action: 'Invite a coordinator',
          },
        ]),
    {
      key: 'run',
      label: 'The first approved run',
      done: false,
      note: 'A coordinator uploads a payroll file under Payroll, and another approves it',
      href: '/payroll',
      action: 'Go to Payroll',
    },
  ]
}

const COLUMNS: readonly Column<SetUpCompanyRow>[] = [
  { id: 'name', header: 'Company', phone: 'lead', shrinks: true, cell: ({ name }) => name },
  { id: 'code', header: 'Code', phone: 'money', cell: ({ code }) => <span className="mono">{code}</span> },
  { id: 'bank', header: 'Bank', phone: 'detail', shrinks: true, cell: ({ bankName }) => bankName },
  {
    id: 'ready',
    header: 'Ready',
    phone: 'aside',
    cell: (company) => {
      const { tone, word } = readyWords(company)
      return <Status tone={tone}>{word}</Status>
    },
  },
]

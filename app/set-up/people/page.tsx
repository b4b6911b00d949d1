import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { listPeople, type PersonRow } from '@/payroll/set-up/people'
import { currentLedger } from '@/platform/freshness'
import { SetUpTabs } from '../set-up-tabs'
import { personState } from './person-state'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage() {
  const session = await entered('set-up:read')
  if (!session) return null
  const everyone = await listPeople(server().ledger)
  const people = everyone.filter(({ kind }) => kind === 'person')
  const services = everyone.filter(({ kind }) => kind === 'service')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Set-up', href: '/set-up' }]}
        title="People"
        sub="Who can sign in, and what they may do. Whoever leaves is deactivated; what they did stays in the history."
        actions={
          <ButtonLink href="/set-up/people/new" tone="primary">
            Invite someone
          </ButtonLink>
        }
        freshness={currentLedger(new Date())}
      />
      <SetUpTabs current="people" />
      <DataTable caption="People" columns={COLUMNS} rows={people} rowKey={({ id }) => id} rowHref={({ id }) => `/set-up/people/${id}`} />
      <Section title="Services" actions={<ButtonLink href="/set-up/people/new-service">Add a service</ButtonLink>}>
        {services.length === 0 ? (
          <Nothing>None. A service is a program that asks in its own name, whoever comes and leaves.</Nothing>
        ) : (
          <DataTable
            caption="Services"
            columns={SERVICE_COLUMNS}
            rows={services}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/set-up/people/${id}`}
          />
        )}
      </Section>
    </>
  )
}

const COLUMNS: readonly Column<PersonRow>[] = [
  {
    id: 'name',
    header: 'Name',
    phone: 'lead',
    shrinks: true,
    cell: ({ name, email }) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        <span className="font-[550]">{name}</span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">{email}</span>
      </span>
    ),
  },
  { id: 'roles', header: 'Roles', phone: 'money', shrinks: true, cell: ({ roles }) => roles.join(', ') },
  {
    id: 'companies',
    header: 'Companies',
    phone: 'detail',
    from: 'lg',
    shrinks: true,
    cell: ({ companies }) => (companies.length === 0 ? 'every company' : companies.map(({ name }) => name).join(', ')),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ state }) => <Status tone={personState[state].tone}>{personState[state].word}</Status>,
  },
  {
    id: 'last',
    header: 'Last sign-in',
    align: 'end',
    phone: 'detail',
    from: 'md',
    cell: ({ lastSignInAt }) => (lastSignInAt ? <Time at={lastSignInAt} /> : <span className="text-faint">never</span>),
  },
]

/** What is the same of both, after a name without an address. */
const SERVICE_COLUMNS: readonly Column<PersonRow>[] = [
  { id: 'name', header: 'Name', phone: 'lead', shrinks: true, cell: ({ name }) => <span className="font-[550]">{name}</span> },
  ...COLUMNS.filter(({ id }) => id === 'roles' || id === 'companies' || id === 'state'),
]

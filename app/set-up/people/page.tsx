import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches } from '@/components/empty'
import { FindForm } from '@/components/find-form'
import { Nothing } from '@/components/nothing'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { listPeople, type PeopleList, type PersonRow } from '@/payroll/set-up/people'
import { currentLedger } from '@/platform/freshness'
import { readListUrl } from '../list-url'
import { MoreRows } from '../more-rows'
import { SetUpTabs } from '../set-up-tabs'
import { companyNames } from './companies-words'
import { personState } from './person-state'

export const metadata: Metadata = { title: 'People' }

const PATH = '/set-up/people'
const SERVICES = '/set-up/people?kind=service'

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const { find, after } = await readListUrl(searchParams)
  const isOfServices = (await searchParams).kind === 'service'
  const ask = (kind: PersonRow['kind'], isPaged: boolean) => listPeople(ledger, { kind, find, cursor: isPaged ? after : null })
  const [people, services] = await Promise.all([isOfServices ? null : ask('person', true), ask('service', isOfServices)])
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
      {people && (
        <>
          <Finder list={people} find={find} after={after} />
          <DataTable
            caption="People"
            columns={COLUMNS}
            rows={people.people}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `/set-up/people/${id}`}
            empty={<NothingMatches clearHref={PATH} />}
          />
          <MoreRows noun="people" path={PATH} {...{ find, after }} list={people} />
        </>
      )}
      <Services list={services} find={find} after={isOfServices ? after : null} isAlone={isOfServices} />
    </>
  )
}

type Listed = { list: PeopleList; find: string; after: string | null }

function Finder({ list, find }: Listed) {
  if (find === '' && list.total <= list.people.length) return null
  return <FindForm label="Find someone" name="find" value={find} placeholder="Name or e-mail address" clearHref={PATH} />
}

/** Below the people; alone where the rest of them is asked for. */
function Services({ list, find, after, isAlone }: Listed & { isAlone: boolean }) {
  if (list.total === 0 && find !== '' && !isAlone) return null
  return (
    <Section
      title="Services"
      actions={
        <>
          {isAlone && <ButtonLink href={PATH}>People</ButtonLink>}
          <ButtonLink href="/set-up/people/new-service">Add a service</ButtonLink>
        </>
      }
    >
      {list.total === 0 ? (
        <Nothing>None. A service is a program that asks in its own name, whoever comes and leaves.</Nothing>
      ) : (
        <DataTable
          caption="Services"
          columns={SERVICE_COLUMNS}
          rows={list.people}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/set-up/people/${id}`}
        />
      )}
      <MoreRows noun="services" path={SERVICES} {...{ find, after, list }} />
    </Section>
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
    cell: ({ companies }) => companyNames(companies),
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

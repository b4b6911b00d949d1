import type { Metadata } from 'next'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches, NothingYet } from '@/components/empty'
import { FindForm } from '@/components/find-form'
import { PageHead } from '@/components/page-head'
import { Status } from '@/components/status'
import { listBankProfiles, listSetUpCompanies, type SetUpCompanyRow } from '@/payroll/set-up/companies'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { readListUrl } from '../list-url'
import { MoreRows } from '../more-rows'
import { readyWords } from '../readiness'
import { SetUpTabs } from '../set-up-tabs'

export const metadata: Metadata = { title: 'Companies' }

const PATH = '/set-up/companies'

export default async function CompaniesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const { find, after } = await readListUrl(searchParams)
  const [list, profiles] = await Promise.all([
    listSetUpCompanies(ledger, { find, cursor: isUuid(after ?? '') ? after : null }),
    listBankProfiles(ledger),
  ])
  const isShort = list.total <= list.companies.length && find === ''
  const hasBank = profiles.length > 0
  const add = hasBank && (
    <ButtonLink href="/set-up/companies/new" tone="primary">
      Add a company
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Set-up', href: '/set-up' }]}
        title="Companies"
        sub="Whoever pays its people through you. What has paid is closed, never deleted."
        actions={(list.total > 0 || find !== '') && add}
        freshness={currentLedger(new Date())}
      />
      <SetUpTabs current="companies" />
      {!isShort && <FindForm label="Find a company" name="find" value={find} placeholder="Name, code or bank" clearHref={PATH} />}
      <DataTable
        caption="Companies"
        columns={COLUMNS}
        rows={list.companies}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/set-up/companies/${id}`}
        empty={
          find !== '' || after !== null ? (
            <NothingMatches clearHref={PATH} />
          ) : (
            <NothingYet
              title="No company yet"
              action={
                add || (
                  <ButtonLink href="/set-up/banks/new" tone="primary">
                    Add a bank
                  </ButtonLink>
                )
              }
            >
              {hasBank
                ? 'Add the first company that pays its people through you.'
                : 'A company pays through a bank, so add its bank first.'}
            </NothingYet>
          )
        }
      />
      <MoreRows noun="companies" path={PATH} {...{ find, after, list }} />
    </>
  )
}

const COLUMNS: readonly Column<SetUpCompanyRow>[] = [
  { id: 'name', header: 'Company', phone: 'lead', shrinks: true, cell: ({ name }) => name },
  { id: 'code', header: 'Code', phone: 'money', cell: ({ code }) => <span className="mono">{code}</span> },
  { id: 'country', header: 'Country', phone: 'hide', from: 'md', cell: ({ country }) => country },
  { id: 'bank', header: 'Bank', phone: 'detail', shrinks: true, cell: ({ bankName }) => bankName },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (company) => {
      const { tone, word } = readyWords(company)
      return <Status tone={tone}>{word}</Status>
    },
  },
]

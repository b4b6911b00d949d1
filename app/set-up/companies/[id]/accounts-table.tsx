import { type Column, DataTable } from '@/components/data-table'
import { NothingYet } from '@/components/empty'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { AccountRow, SetUpCompany } from '@/payroll/set-up/companies'
import { inGroups } from '../../account-words'
import { ChangeButton } from '../../change-button'

/** The accounts of a company, those that are closed last. */
export function AccountsTable({ company }: { company: SetUpCompany }) {
  return (
    <DataTable
      caption="Accounts to pay from"
      columns={columnsOf(company)}
      rows={company.accounts}
      rowKey={({ id }) => id}
      empty={<NothingYet title="No account yet">Enter the account from which this company pays its people.</NothingYet>}
    />
  )
}

const columnsOf = (company: SetUpCompany): readonly Column<AccountRow>[] => [
  { id: 'currency', header: 'Currency', phone: 'money', cell: ({ currency }) => currency },
  {
    id: 'account',
    header: 'Account',
    phone: 'lead',
    shrinks: true,
    cell: ({ account, bic }) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        <span className="mono">{inGroups(account)}</span>
        <span className="mono block text-xs text-muted">{bic}</span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: ({ home, closedAt }) =>
      closedAt ? (
        <Status tone="idle" sub={<Time at={closedAt} show="date" />}>
          Closed
        </Status>
      ) : (
        <Status tone="ok" sub={home ? 'pays every other currency' : undefined}>
          {home ? 'Home account' : 'Open'}
        </Status>
      ),
  },
  {
    id: 'actions',
    header: 'Actions',
    headerHidden: true,
    phone: 'detail',
    cell: (account) =>
      !company.closed && account.closedAt === null && !account.home && <AccountActions company={company} account={account} />,
  },
]

function AccountActions({ company, account }: { company: SetUpCompany; account: AccountRow }) {
  const common = { companyId: company.id, accountId: account.id }
  return (
    <span className="flex flex-wrap justify-end gap-2 py-1">
      <ChangeButton
        label="Make home…"
        title={`Make the ${account.currency} account the home account?`}
        confirmLabel="Propose"
        change={{ kind: 'account-home', ...common }}
      >
        It would pay whatever has no account in its own currency. Another administrator has to confirm it.
      </ChangeButton>
      <ChangeButton
        label="Close…"
        title={`Close the ${account.currency} account?`}
        confirmLabel="Propose"
        tone="danger"
        change={{ kind: 'account-close', ...common }}
      >
        The home account would pay {account.currency} then. Another administrator has to confirm it.
      </ChangeButton>
    </span>
  )
}

'use client'
import { type Column, DataTable } from '@/components/data-table'
import type { CompanyAccounts } from '@/payroll/months/posting-accounts'
import { ChangeAccounts } from './change-accounts'

const code = (id: string, header: string, of: (row: CompanyAccounts) => string | number): Column<CompanyAccounts> => ({
  id,
  header,
  align: 'end',
  phone: 'detail',
  cell: (row) => <span className="num">{of(row)}</span>,
})

const COLUMNS: readonly Column<CompanyAccounts>[] = [
  { id: 'name', header: 'Company', phone: 'lead', shrinks: true, cell: ({ name }) => <span className="font-[550]">{name}</span> },
  code('wages', 'Wages payable', ({ wages }) => wages),
  code('bank', 'Bank', ({ bank }) => bank),
  code('fees', 'Bank charges', ({ fees }) => fees),
  code('consultant', 'DATEV consultant', ({ consultant }) => consultant),
  code('client', 'DATEV client', ({ client }) => client),
]
const CHANGE: Column<CompanyAccounts> = {
  id: 'change',
  header: 'Change',
  headerHidden: true,
  align: 'end',
  // The name has a line of its own then.
  phone: 'money',
  cell: (row) => <ChangeAccounts key={row.version} row={row} />,
}

/** One row for each company. */
export function PostingAccountsTable({ rows, mayChange }: { rows: readonly CompanyAccounts[]; mayChange: boolean }) {
  return (
    <DataTable
      caption="Account codes"
      columns={mayChange ? [...COLUMNS, CHANGE] : COLUMNS}
      rows={rows}
      rowKey={({ companyId }) => companyId}
    />
  )
}

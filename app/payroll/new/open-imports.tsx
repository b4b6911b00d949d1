import { type Column, DataTable } from '@/components/data-table'
import { countWords } from '@/components/money'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Month, Time } from '@/components/time'
import type { OpenImport } from '@/payroll/imports/imports'

const COLUMNS: readonly Column<OpenImport>[] = [
  { id: 'file', header: 'File', phone: 'lead', shrinks: true, cell: ({ fileName }) => fileName },
  {
    id: 'company',
    header: 'For',
    cell: ({ companyName, period }) => (
      <>
        {companyName}, <Month of={period} />
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'money', cell: (file) => <State of={file} /> },
  { id: 'when', header: 'Uploaded', from: 'md', cell: ({ createdAt }) => <Time at={createdAt} show="ago" /> },
]

function State({ of: { state, refused } }: { of: OpenImport }) {
  if (state === 'checking') return <Status tone="info">checking</Status>
  if (state === 'ready') return <Status tone="ok">ready to import</Status>
  if (state === 'refused') return <Status tone="bad">{refused > 0 ? `${countWords(refused)} with problems` : 'cannot be imported'}</Status>
  return <Status tone="idle">columns not mapped yet</Status>
}

/** Files that were begun, to go on with. */
export function OpenImports({ imports }: { imports: readonly OpenImport[] }) {
  return (
    <div className="mt-6">
      <Section title="Unfinished imports">
        <DataTable
          caption="Unfinished imports"
          columns={COLUMNS}
          rows={imports}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/payroll/imports/${id}`}
        />
      </Section>
    </div>
  )
}

import type { Metadata } from 'next'
import { entered } from '@/app/signed-in'
import { type Column, DataTable } from '@/components/data-table'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { spanWords } from '@/components/time-words'
import { AT_HOME } from '@/operations/authority/at-home'
import { FACTS } from '@/operations/authority/facts'
import { CONTRACT_MS } from '@/platform/freshness'

export const metadata: Metadata = { title: 'Where the truth lives' }

type Fact = (typeof FACTS)[number]
type Staying = { names: string; why: string }

/** Made of the list that a test holds against every store. */
export default async function AuthorityPage() {
  const session = await entered('operations:read')
  if (!session) return null
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Pipeline', href: '/operations' }]}
        title="Where the truth lives"
        sub={`Every fact has one home, the ledger, and travels to the copies by events. Search is at most ${spanWords(CONTRACT_MS.search)} behind, finance ${spanWords(CONTRACT_MS.finance)}, or they say so.`}
      />
      <Section title="What travels">
        <DataTable caption="What travels" columns={COLUMNS} rows={FACTS} rowKey={({ name }) => name} />
      </Section>
      <Section title="What stays in the ledger">
        <DataTable
          caption="What stays in the ledger"
          columns={STAYING}
          rows={Object.entries(AT_HOME).map(([names, why]) => ({ names, why }))}
          rowKey={({ names }) => names}
        />
      </Section>
    </>
  )
}

const Names = ({ of }: { of: readonly string[] }) => (
  <span className="block py-1 whitespace-normal">
    {of.length === 0 ? 'Nothing' : <span className="mono text-xs break-words">{of.join(', ')}</span>}
  </span>
)

const COLUMNS: readonly Column<Fact>[] = [
  {
    id: 'fact',
    header: 'Fact',
    phone: 'money',
    cell: ({ name, identifier }) => (
      <span className="block min-w-40 py-1 whitespace-normal">
        {name}
        <span className="block text-xs text-muted">Found by {identifier}</span>
      </span>
    ),
  },
  {
    id: 'home',
    header: 'Where it is written',
    phone: 'detail',
    cell: ({ accepted, home }) => (
      <span className="block min-w-48 py-1 whitespace-normal">
        {accepted}
        <Names of={home} />
      </span>
    ),
  },
  {
    id: 'copies',
    header: 'May a copy make something else of it?',
    phone: 'detail',
    cell: ({ copies }) => <span className="block min-w-48 py-1 whitespace-normal">{copies}</span>,
  },
  { id: 'events', header: 'In events', phone: 'detail', cell: ({ events }) => <Names of={events} /> },
  { id: 'search', header: 'In search', phone: 'detail', cell: ({ search }) => <Names of={search} /> },
  { id: 'finance', header: 'In finance', phone: 'detail', cell: ({ finance }) => <Names of={finance} /> },
]

const STAYING: readonly Column<Staying>[] = [
  { id: 'why', header: 'What', phone: 'money', cell: ({ why }) => <span className="block min-w-48 py-1 whitespace-normal">{why}</span> },
  { id: 'names', header: 'Tables and columns', phone: 'detail', cell: ({ names }) => <Names of={names.split(', ')} /> },
]

import { type Column, DataTable } from '@/components/data-table'
import { Status } from '@/components/status'
import { spanWords } from '@/components/time-words'
import type { CopySkew } from '@/operations/version-skew'
import { CONTRACT_MS } from '@/platform/freshness'
import { definitionWords, distanceWords, type Judged, olderWords } from './skew-words'

const NAMES = { search: 'Search', finance: 'Finance' } as const

const COLUMNS: readonly Column<CopySkew>[] = [
  { id: 'copy', header: 'Copy', phone: 'lead', cell: ({ copy }) => <span className="font-[550]">{NAMES[copy]}</span> },
  {
    ...{ id: 'older', header: 'Payouts older than in the ledger', phone: 'detail', shrinks: true },
    cell: (each) => <Told of={olderWords(each)} more={distanceWords(each)} />,
  },
  {
    ...{ id: 'definition', header: 'Made by an older definition', phone: 'detail', shrinks: true },
    cell: (each) => <Told of={definitionWords(each)} more={null} />,
  },
]

/** Both meanings of a copy that is of another version. */
export function Skew({ skew }: { skew: readonly CopySkew[] }) {
  return (
    <>
      <DataTable caption="Copies of another version" columns={COLUMNS} rows={skew} rowKey={({ copy }) => copy} />
      <p className="mt-2 text-xs text-muted">
        While anything changes, some payouts are older for a moment: too long is {spanWords(CONTRACT_MS.search)} in search and{' '}
        {spanWords(CONTRACT_MS.finance)} in finance. An older definition is one before the last upgrade.
      </p>
    </>
  )
}

function Told({ of: { tone, word, repair }, more }: { of: Judged; more: string | null }) {
  return (
    <span className="block py-1.5 whitespace-normal">
      <Status tone={tone} sub={more}>
        {word}
      </Status>
      {repair && <span className="block text-xs">{repair}</span>}
    </span>
  )
}

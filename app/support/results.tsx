import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { NothingMatches, NothingYet } from '@/components/empty'
import { Money } from '@/components/money'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { Found, FoundPayout } from '@/desks/support/find-payouts'
import { shortReason, statusWords } from '../payout-words'
import { filterParts, supportHref } from './query-links'

const COLUMNS: readonly Column<FoundPayout>[] = [
  { id: 'name', header: 'Employee', phone: 'lead', shrinks: true, cell: (hit) => <Name hit={hit} /> },
  { id: 'status', header: 'Status', phone: 'aside', cell: (hit) => <TrueStatus hit={hit} /> },
  { id: 'country', header: 'To', phone: 'hide', cell: (hit) => hit.country },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    phone: 'money',
    cell: (hit) => <Money amountMinor={hit.amountMinor} currency={hit.currency} strong />,
  },
  {
    id: 'reference',
    header: 'Reference',
    align: 'end',
    phone: 'detail',
    from: 'xl',
    cell: (hit) => <Reference hit={hit} />,
  },
  { id: 'changed', header: 'Changed', align: 'end', phone: 'detail', cell: (hit) => <Changed hit={hit} /> },
]

const Reference = ({ hit }: { hit: FoundPayout }) => <span className="mono">{hit.endToEndId ?? '–'}</span>

/** Where the table has no room for a column of references, the reference stands below the date: on the phone one is asked for both. */
function Changed({ hit }: { hit: FoundPayout }) {
  return (
    <>
      <Time at={hit.statusSince} show="date" zone={false} />
      <span className="mono block text-xs text-muted xl:hidden max-sm:ml-2 max-sm:inline">{hit.endToEndId ?? ''}</span>
    </>
  )
}

/** The table of one page of results, with what the check against the ledger found. */
export function Results({ q, sort, found, isFirstPage }: { q: string; sort: 'best' | 'newest'; found: Found; isFirstPage: boolean }) {
  const behind = found.hits.filter((hit) => hit.stale).length
  return (
    <>
      <DataTable
        caption="Payouts found"
        columns={COLUMNS}
        rows={found.hits}
        rowKey={(hit) => hit.id}
        rowHref={(hit) => `/payouts/${hit.id}`}
        empty={<Empty q={q} readFrom={found.readFrom} />}
      />
      <p className="mt-2 text-xs text-muted">
        {found.readFrom === 'ledger' ? 'Read from the ledger.' : found.hits.length > 0 && checkedWords(behind)}
        {found.notInLedger > 0 &&
          ` ${found.notInLedger} found by search ${found.notInLedger === 1 ? 'is' : 'are'} not in the ledger, so not shown here.`}
      </p>
      {(found.nextCursor || !isFirstPage) && (
        <nav aria-label="Pages" className="mt-3 flex gap-2">
          {!isFirstPage && <ButtonLink href={supportHref(q, sort)}>First page</ButtonLink>}
          {found.nextCursor && <ButtonLink href={supportHref(q, sort, found.nextCursor)}>Next {found.hits.length}</ButtonLink>}
        </nav>
      )}
    </>
  )
}

function Empty({ q, readFrom }: { q: string; readFrom: Found['readFrom'] }) {
  if (readFrom === 'ledger') {
    const words = 'Without search you can only find a whole reference, payout id or account number.'
    return q === '' ? (
      <NothingYet title="Not searched">{words}</NothingYet>
    ) : (
      <NothingMatches title="Not found without search" clearHref="/support">
        {words}
      </NothingMatches>
    )
  }
  if (q === '') return <NothingYet title="No payouts yet">Payouts appear here once a run is submitted.</NothingYet>
  const hint = filterParts(q).length > 0 ? 'Check the spelling, or remove a filter.' : 'Check the spelling.'
  return <NothingMatches clearHref="/support">{hint}</NothingMatches>
}

function checkedWords(behind: number): string {
  if (behind === 0) return 'Checked against the ledger just now: every row is up to date.'
  return `Checked against the ledger just now: ${behind === 1 ? '1 row was behind and shows its' : `${behind} rows were behind and show their`} true status.`
}

function Name({ hit }: { hit: FoundPayout }) {
  return (
    <>
      <bdi className="font-[550]">{hit.nameParts.map((piece) => (piece.hit ? <mark key={piece.at}>{piece.text}</mark> : piece.text))}</bdi>{' '}
      <span className="text-xs text-muted">· {hit.companyName}</span>
    </>
  )
}

function TrueStatus({ hit }: { hit: FoundPayout }) {
  const { word, tone } = statusWords(hit.status)
  const reason = hit.reasonCode ? shortReason(hit.reasonCode) : undefined
  const was = hit.stale
    ? hit.copyStatus === hit.status
      ? 'was out of date in search'
      : `was ${statusWords(hit.copyStatus).word.toLowerCase()} in search`
    : undefined
  return (
    <Status tone={tone} sub={was ?? reason} folds>
      {word}
    </Status>
  )
}

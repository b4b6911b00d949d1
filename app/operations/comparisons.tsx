'use client'
import Link from 'next/link'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Nothing } from '@/components/nothing'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { spanWords } from '@/components/time-words'
import { useAction } from '@/components/use-action'
import type { Operations } from '@/desks/operations/read-operations'
import { CAUSE_WORDS } from '@/operations/compare/causes'
import type { Comparison } from '@/operations/compare/comparisons'
import type { OpenMismatch } from '@/operations/compare/mismatches'
import { isReplayable, outcomeWords, STORE_WORDS, subjectWords } from './mismatch-words'
import { ReplayButton } from './replay-button'

type Row = { tier: 'quick' | 'deep'; last: Comparison | null }

const TIERS = { quick: 'Quick', deep: 'Deep' } as const
const LAST: readonly Column<Row>[] = [
  { id: 'tier', header: 'Comparison', phone: 'lead', cell: ({ tier }) => <span className="font-[550]">{TIERS[tier]}</span> },
  { id: 'found', header: 'Found', phone: 'money', shrinks: true, cell: ({ last }) => <Outcome last={last} /> },
  {
    id: 'when',
    header: 'When',
    align: 'end',
    phone: 'detail',
    cell: ({ last }) => (last?.finishedAt ? <Time at={last.finishedAt} seconds /> : '–'),
  },
  { id: 'took', header: 'Took', align: 'end', cell: ({ last }) => (last?.tookMs == null ? '–' : spanWords(last.tookMs)) },
]

const OPEN: readonly Column<OpenMismatch>[] = [
  {
    id: 'subject',
    header: 'What differs',
    phone: 'lead',
    shrinks: true,
    cell: (each) => (
      <Link className="link [overflow-wrap:anywhere]" href={`/operations/mismatches/${each.id}`}>
        {subjectWords(each)}
      </Link>
    ),
  },
  { id: 'store', header: 'In', phone: 'aside', cell: ({ store }) => STORE_WORDS[store] },
  { id: 'cause', header: 'Likely cause', phone: 'money', cell: ({ cause }) => <Status tone="bad">{CAUSE_WORDS[cause].word}</Status> },
  { id: 'owner', header: 'Assigned to', phone: 'detail', cell: ({ owner }) => owner?.name ?? '–' },
  { id: 'found', header: 'Found', align: 'end', cell: ({ foundAt }) => <Time at={foundAt} seconds /> },
]

/** What the comparisons of ledger, search and finance found last, and what is open of it. */
export function Comparisons({ comparisons, mismatches, mayAct }: Pick<Operations, 'comparisons' | 'mismatches'> & { mayAct: boolean }) {
  const rows: Row[] = [
    { tier: 'quick', last: comparisons.quick },
    { tier: 'deep', last: comparisons.deep },
  ]
  const { total, newest } = mismatches
  return (
    <>
      <DataTable caption="Last comparisons" columns={LAST} rows={rows} rowKey={({ tier }) => tier} />
      <div className="my-3 flex flex-wrap gap-2">
        {mayAct && rows.map(({ tier }) => <Ask key={tier} tier={tier} underWay={comparisons.underWay} />)}
      </div>
      {total === 0 ? (
        <Nothing>
          {rows.some(({ last }) => last?.mismatches)
            ? 'None is open. What the last comparisons found is explained or repaired.'
            : 'None. Ledger, search and finance agree, as far as they were compared.'}
        </Nothing>
      ) : (
        <>
          <DataTable caption="Open differences" columns={OPEN} rows={newest} rowKey={({ id }) => id} />
          {mayAct && newest.some(isReplayable) && (
            <div className="mt-2">
              <ReplayButton kind="replay-payouts" label="Replay these…" differences="open" />
            </div>
          )}
          <p className="mt-2 text-xs text-muted">
            {total > newest.length && `These are the newest ${newest.length} of ${total.toLocaleString('en')}. `}
            One closes by itself when a later comparison finds it no more.
          </p>
        </>
      )}
    </>
  )
}

function Outcome({ last }: { last: Comparison | null }) {
  if (!last) return <span className="text-muted">not compared yet</span>
  const isPartial = last.copies.some(({ leftOut }) => leftOut !== null) || last.copies.length === 0
  return (
    <span className="block py-1.5 [&_*]:whitespace-normal">
      <Status tone={last.mismatches ? 'bad' : isPartial ? 'warn' : 'ok'}>{outcomeWords(last)}</Status>
    </span>
  )
}

function Ask({ tier, underWay }: { tier: 'quick' | 'deep'; underWay: 'quick' | 'deep' | null }) {
  const action = useAction((input: { tier: 'quick' | 'deep' }, idempotencyKey) =>
    callApi('POST /api/operations/comparisons', { body: input, idempotencyKey }),
  )
  const ask = (): void => {
    action.begin()
    void action.run({ tier })
  }
  const busy = underWay === tier || action.state.is === 'pending'
  return (
    <Button tone="quiet" pending={busy} onClick={ask}>
      {busy ? `${TIERS[tier]} comparison under way` : tier === 'quick' ? 'Compare now' : 'Compare deeply'}
    </Button>
  )
}

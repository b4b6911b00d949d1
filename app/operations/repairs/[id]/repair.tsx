'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import { CANCELLABLE } from '@/operations/repairs/repair'
import { endWords, progressWords, stateWords, WRITTEN_IN_PLACE } from '../../repair-words'
import { CancelRepair } from './cancel-repair'
import { ConfirmDiscard } from './confirm-discard'
import { ProofTable } from './proof-table'
import { Report } from './report'
import { WhichLetters } from './which-letters'

const REFRESH_MS = 1_000

/** One repair, followed while it is under way. */
export function Repair({ first, mayAct }: { first: RepairRow; mayAct: boolean }) {
  const client = useQueryClient()
  const queryKey = ['repair', first.id]
  const { data: repair } = useQuery({
    queryKey,
    queryFn: ({ signal }) => callApi('GET /api/operations/repairs/[id]', { id: first.id, signal }).then((answer) => answer.data),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? REFRESH_MS : false),
  })
  const { state, reason, askedBy, askedAt, beganAt, filledAt, endedAt, eventsTotal, eventsLeft, proof, payouts, report } = repair
  const { word, tone } = stateWords(repair)
  const words = endWords(repair.kind)
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Pipeline', href: '/operations' }]}
        title={words.name}
        sub={`“${reason}”, ${askedBy}`}
        actions={
          mayAct &&
          CANCELLABLE.includes(state) &&
          repair.confirmedBy === null && (
            <>
              {repair.kind === 'discard-dead-letters' && (
                <ConfirmDiscard repair={repair} onConfirmed={() => client.invalidateQueries({ queryKey })} />
              )}
              <CancelRepair id={repair.id} untouched={words.untouched} onCancelled={() => client.invalidateQueries({ queryKey })} />
            </>
          )
        }
      />
      <div role="status" className="mb-3 text-sm">
        <Status tone={tone}>{word}</Status> <span className="text-muted">{progressWords(repair)}</span>
      </div>
      <Ending repair={repair} />
      {repair.letters && <WhichLetters repair={repair} />}
      <Facts
        facts={[
          { label: 'Asked for', value: <Time at={askedAt} seconds /> },
          ...(payouts === null ? [] : [{ label: 'Payouts', value: payouts.toLocaleString('en') }]),
          ...(repair.mart === null ? [] : [{ label: 'Mart', value: <span className="mono">{repair.mart}</span> }]),
          ...(repair.stretch ? [{ label: 'From event', value: stretchWords(repair.stretch) }] : []),
          { label: 'Began', value: beganAt ? <Time at={beganAt} seconds /> : 'not yet' },
          {
            label: 'Events',
            value:
              eventsTotal === null
                ? endedAt
                  ? 'none was counted'
                  : 'not counted yet'
                : `${(eventsTotal - (eventsLeft ?? 0)).toLocaleString('en')} of ${eventsTotal.toLocaleString('en')}`,
          },
          {
            label: WRITTEN_IN_PLACE.includes(repair.kind) ? 'Written' : 'Filled',
            value: filledAt ? <Time at={filledAt} seconds /> : 'not yet',
          },
          { label: 'Ended', value: endedAt ? <Time at={endedAt} seconds /> : 'not yet' },
        ]}
      />
      {report && <Report report={report} />}
      {proof && repair.kind !== 'discard-dead-letters' && (
        <Section title="Compared with the ledger">
          <ProofTable proof={proof} />
        </Section>
      )}
    </>
  )
}

const stretchWords = ({ position, upTo, copies }: NonNullable<RepairRow['stretch']>): string =>
  `${Number(position).toLocaleString('en')} up to ${Number(upTo).toLocaleString('en')}, in ${copies.join(' and ')}`

/** How it ended, for those who use the copy. */
function Ending({ repair: { kind, state, outcome, cancelledBy, letters } }: { repair: RepairRow }) {
  const { untouched, done } = endWords(kind)
  return (
    <>
      {state === 'refused' && (
        <Note tone="bad" title={outcome ?? 'It was refused.'}>
          {untouched}
        </Note>
      )}
      {state === 'cancelled' && (
        <Note tone="info" title={`${cancelledBy} cancelled it.`}>
          “{outcome}” {untouched}
        </Note>
      )}
      {state === 'done' &&
        (letters ? (
          <Note tone="ok" title={outcome ?? done}>
            {outcome && done}
          </Note>
        ) : (
          <Note tone="ok" title={done} />
        ))}
    </>
  )
}

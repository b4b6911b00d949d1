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
import { KIND_WORDS, progressWords, STATE_WORDS } from '../../repair-words'
import { CancelRepair } from './cancel-repair'
import { ProofTable } from './proof-table'

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
  const { state, reason, askedBy, askedAt, beganAt, filledAt, endedAt, eventsTotal, eventsLeft, outcome, cancelledBy, proof } = repair
  const { word, tone } = STATE_WORDS[state]
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Pipeline', href: '/operations' }]}
        title={KIND_WORDS[repair.kind]}
        sub={`“${reason}”, ${askedBy}`}
        actions={
          mayAct &&
          CANCELLABLE.includes(state) && <CancelRepair id={repair.id} onCancelled={() => client.invalidateQueries({ queryKey })} />
        }
      />
      <div role="status" className="mb-3 text-sm">
        <Status tone={tone}>{word}</Status> <span className="text-muted">{progressWords(repair)}</span>
      </div>
      {state === 'refused' && (
        <Note tone="bad" title={outcome ?? 'It was refused.'}>
          Nothing has changed for those who search.
        </Note>
      )}
      {state === 'cancelled' && (
        <Note tone="info" title={`${cancelledBy} cancelled it.`}>
          “{outcome}” The old index goes on answering, and what was made so far is taken away.
        </Note>
      )}
      {state === 'done' && (
        <Note tone="ok" title="The new index answers.">
          The one before is kept for an hour.
        </Note>
      )}
      <Facts
        facts={[
          { label: 'Asked for', value: <Time at={askedAt} seconds /> },
          { label: 'Began', value: beganAt ? <Time at={beganAt} seconds /> : 'not yet' },
          {
            label: 'Events',
            value:
              eventsTotal === null
                ? 'not counted yet'
                : `${(eventsTotal - (eventsLeft ?? 0)).toLocaleString('en')} of ${eventsTotal.toLocaleString('en')}`,
          },
          { label: 'Filled', value: filledAt ? <Time at={filledAt} seconds /> : 'not yet' },
          { label: 'Ended', value: endedAt ? <Time at={endedAt} seconds /> : 'not yet' },
        ]}
      />
      {proof && (
        <Section title="Compared with the ledger">
          <ProofTable proof={proof} />
        </Section>
      )}
    </>
  )
}

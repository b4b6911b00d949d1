import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { type Column, DataTable } from '@/components/data-table'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { FieldDifference } from '@/events/held-copy'
import { CAUSE_WORDS, causeSentence } from '@/operations/compare/causes'
import { type Mismatch, readMismatch } from '@/operations/compare/mismatches'
import { isUuid } from '@/platform/is-uuid'
import { isReplayable, repairWords, STORE_WORDS, subjectWords } from '../../mismatch-words'
import { ReplayButton } from '../../replay-button'
import { Explain } from './explain'
import { Own } from './own'

export const metadata = { title: 'Difference' }

const FIELDS: readonly Column<FieldDifference>[] = [
  { id: 'field', header: 'Field', phone: 'lead', cell: ({ field }) => <span className="mono">{field}</span> },
  { id: 'expected', header: 'Should be', phone: 'aside', shrinks: true, cell: ({ expected }) => <Value of={expected} /> },
  { id: 'actual', header: 'Is', phone: 'money', shrinks: true, cell: ({ actual }) => <Value of={actual} /> },
]

export default async function MismatchPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const { id } = await params
  const mismatch = isUuid(id) ? await readMismatch(server().ledger, id) : null
  if (!mismatch) notFound()
  const { word } = CAUSE_WORDS[mismatch.cause]
  const { store, state, foundAt, seenAt, position, fields } = mismatch
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Pipeline', href: '/operations' }]}
        title={word}
        reference={subjectWords(mismatch)}
        actions={
          state !== 'repaired' &&
          may(session, 'operations:act') && (
            <>
              {isReplayable(mismatch) && <ReplayButton kind="replay-payouts" label="Replay this…" mismatch={mismatch.id} />}
              {store === 'finance' && mismatch.kind === 'figure' && (
                <ReplayButton kind="rebuild-finance" label="Publish this mart anew…" mismatch={mismatch.id} />
              )}
              <Own mismatch={mismatch} me={session.userId} />
              {state === 'open' && mismatch.proposedBy?.id !== session.userId && <Explain mismatch={mismatch} />}
            </>
          )
        }
      />
      <StateNote mismatch={mismatch} />
      <Facts
        facts={[
          { label: 'In', value: STORE_WORDS[store] },
          { label: 'State', value: <Status tone={state === 'open' ? 'bad' : 'ok'}>{STATE_WORDS[state]}</Status> },
          { label: 'Assigned to', value: mismatch.owner?.name ?? 'nobody' },
          { label: 'Found', value: <Time at={foundAt} seconds /> },
          { label: 'Seen last', value: <Time at={seenAt} seconds /> },
          { label: 'Compared up to event', value: position },
        ]}
      />
      <Section title="What it means">
        <p>{causeSentence(mismatch.cause, mismatch.kind)}</p>
        {state === 'open' && <p className="mt-2 text-muted">{repairWords(mismatch)}</p>}
        {mismatch.kind === 'payout' && isUuid(mismatch.subject) && (
          <p className="mt-2">
            <Link className="link" href={`/operations/payouts/${mismatch.subject}`}>
              This payout in every store, as it is now
            </Link>
          </p>
        )}
      </Section>
      <Section title="Field by field">
        <DataTable caption="Fields that differ" columns={FIELDS} rows={fields} rowKey={({ field }) => field} />
        <p className="mt-2 text-xs text-muted">Names and accounts are not shown here. “Should be” is what the last event says.</p>
      </Section>
    </>
  )
}

const STATE_WORDS = { open: 'Open', explained: 'Explained', repaired: 'Repaired' } as const

function StateNote({ mismatch: { state, stateSince, explainedBy, explanation, proposedBy, proposal } }: { mismatch: Mismatch }) {
  const proposed = proposedBy && (
    <p>
      {proposedBy.name}: “{proposal}”
    </p>
  )
  if (state === 'open')
    return (
      proposed && (
        <Note tone="warn" title="Explained by one person. In the ledger, another must agree.">
          {proposed}
        </Note>
      )
    )
  return (
    <Note
      tone={state === 'repaired' ? 'ok' : 'info'}
      title={state === 'repaired' ? 'No comparison finds it any more.' : `${explainedBy?.name} explained it.`}
    >
      {proposed}
      {explanation && (
        <p>
          {explainedBy?.name}: “{explanation}”
        </p>
      )}
      <Time at={stateSince} seconds />
    </Note>
  )
}

const Value = ({ of }: { of: string | null }) => (
  <span className="mono block py-1 whitespace-normal [overflow-wrap:anywhere]">{of ?? <span className="text-muted">nothing</span>}</span>
)

import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may } from '@/access/permissions'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { entered } from '@/app/signed-in'
import { Facts } from '@/components/facts'
import { Count } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { type ProposalDetail, readProposal } from '@/payroll/statements/bank-file-proposals'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { ChangesTable } from '../changes-table'
import { changeWords } from '../outcome-words'
import { Preview } from '../preview'
import { proposalState, whoWords } from '../proposals-table'
import { ProposalActions } from './proposal-actions'

export const metadata: Metadata = { title: 'Uploaded bank file' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ after?: string | string[] }> }

export default async function BankFilePage({ params, searchParams }: Props) {
  const session = await entered('runs:read')
  if (!session) return null
  const { id } = await params
  const after = Number((await searchParams).after ?? 0)
  const from = Number.isSafeInteger(after) && after > 0 ? after : 0
  const proposal = isUuid(id) ? await readProposal(server().ledger, viewerOf(session), id, from) : null
  if (!proposal) notFound()
  const mayDecide = may(session, 'bank-files:apply')
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Payroll', href: '/payroll' },
          { label: 'Bank files', href: '/payroll/bank-files' },
        ]}
        title="Uploaded bank file"
        reference={proposal.fileName}
        freshness={currentLedger(new Date())}
        actions={mayDecide && proposal.state === 'proposed' && <ProposalActions proposal={proposal} me={session.userId} />}
      />
      <ProposalFacts proposal={proposal} />
      <Decision proposal={proposal} />
      <Section title={proposal.state === 'applied' ? 'What it changed' : 'What it would change'}>
        <Preview title={proposal.state === 'applied' ? 'It changed' : 'It would change'} messages={proposal.messages} />
      </Section>
      <Section title="Payment by payment">
        <ChangesTable changes={proposal.changes} total={proposal.payments} />
        {(proposal.next !== null || from > 0) && (
          <p className="mt-2 flex gap-4">
            {from > 0 && (
              <Link className="link" href={`/payroll/bank-files/${id}`}>
                First payments
              </Link>
            )}
            {proposal.next !== null && (
              <Link className="link" href={`/payroll/bank-files/${id}?after=${proposal.next}`}>
                Next payments
              </Link>
            )}
          </p>
        )}
      </Section>
    </>
  )
}

function ProposalFacts({ proposal }: { proposal: ProposalDetail }) {
  const { word, tone } = proposalState(proposal.state)
  const runs = [...new Map(proposal.messages.flatMap((message) => message.runs).map((run) => [run.id, run])).values()]
  return (
    <Facts
      facts={[
        {
          label: 'State',
          value: <Status tone={tone}>{word}</Status>,
          note: <Time at={proposal.decidedAt ?? proposal.proposedAt} show="ago" />,
        },
        { label: 'Payments', value: <Count of={proposal.payments} />, note: words(proposal) },
        {
          label: 'Runs',
          value: <Count of={runs.length} />,
          note: runs.slice(0, 3).map(({ id, reference }) => (
            <Link key={id} href={`/payroll/runs/${id}`} className="link mono block">
              {reference}
            </Link>
          )),
        },
      ]}
    />
  )
}

function words({ messages }: ProposalDetail): string {
  const sum = (of: 'settled' | 'failed' | 'returned' | 'findings') => messages.reduce((all, message) => all + message[of], 0)
  return changeWords({ settled: sum('settled'), failed: sum('failed'), returned: sum('returned'), findings: sum('findings') }) ?? 'none'
}

function Decision({
  proposal: { state, reason, proposedBy, proposedAt, decidedBy, decidedReason, lookedAt },
}: {
  proposal: ProposalDetail
}) {
  const by = (
    <>
      “{reason}” <Time at={proposedAt} show="full" />.
    </>
  )
  if (state === 'proposed') {
    return (
      <Note tone="warn" title={`Proposed by ${whoWords(proposedBy)}.`}>
        {by} Nothing has changed yet. Someone else has to confirm it: neither {proposedBy.name} nor anyone who worked on a run below. This
        preview is from <Time at={lookedAt} show="full" seconds />. If the changes are different when it is confirmed, PayLedger does
        nothing.
      </Note>
    )
  }
  const outcome = { applied: 'confirmed by', refused: 'refused by', withdrawn: 'withdrawn by' }[state]
  return (
    <Note
      tone={state === 'applied' ? 'ok' : 'info'}
      title={`Uploaded by hand: proposed by ${whoWords(proposedBy)}, ${outcome} ${whoWords(decidedBy)}.`}
    >
      {by} {decidedReason && `“${decidedReason}”`}
    </Note>
  )
}

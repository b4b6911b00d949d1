import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { may, ROLES } from '@/access/permissions'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Columns, Section } from '@/components/section'
import { Time } from '@/components/time'
import { Timeline } from '@/components/timeline'
import { CANDIDATES_MAX, isMatchable, listCandidates } from '@/payroll/exceptions/exception-candidates'
import { listOwners } from '@/payroll/exceptions/exception-owners'
import { type ExceptionDetail, readException } from '@/payroll/exceptions/exceptions'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { actWords, sentence } from '../exception-words'
import { CandidateSearch } from './candidate-search'
import { Candidates } from './candidates'
import { EntryFacts } from './entry-facts'
import { ExceptionActions } from './exception-actions'
import { ExceptionFacts } from './exception-facts'
import { ExceptionNotes } from './exception-notes'

export const metadata: Metadata = { title: 'Bank exception' }

const RESOLVERS = ROLES.filter((role) => may({ roles: [role] }, 'findings:resolve'))

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ find?: string | string[] }> }

export default async function ExceptionPage({ params, searchParams }: Props) {
  const session = await entered('findings:read')
  if (!session) return null
  const [{ id }, { find: typed }] = await Promise.all([params, searchParams])
  const find = typeof typed === 'string' ? typed.slice(0, 100).trim() : ''
  const { ledger } = server()
  const viewer = viewerOf(session)
  const finding = isUuid(id) ? await readException(ledger, viewer, id) : null
  if (!finding) notFound()
  const mayResolve = may(session, 'findings:resolve')
  const [candidates, owners] = await Promise.all([
    candidatesFor(finding, viewer, find),
    mayResolve ? listOwners(ledger, id, RESOLVERS) : [],
  ])
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Payroll', href: '/payroll' },
          { label: 'Bank exceptions', href: '/payroll/findings' },
        ]}
        title={sentence(finding.problem)}
        reference={finding.reference}
        freshness={currentLedger(new Date())}
        actions={mayResolve && <ExceptionActions finding={finding} payment={candidates[0] ?? null} me={session.userId} owners={owners} />}
      />
      <ExceptionFacts finding={finding} />
      <ExceptionNotes finding={finding} payment={candidates[0] ?? null} mayResolve={mayResolve} />
      <Columns aside={<History finding={finding} />}>
        {finding.state === 'open' && isMatchable(finding.entry.kind) && (
          <Section title="Possible payments">
            {(find !== '' || candidates.length >= CANDIDATES_MAX) && (
              <CandidateSearch id={finding.id} find={find} shown={candidates.length} />
            )}
            <Candidates found={find !== ''} finding={finding} candidates={candidates} mayMatch={mayResolve} />
          </Section>
        )}
        <Section title="What the bank says">
          <EntryFacts finding={finding} />
        </Section>
      </Columns>
      <Refresher />
    </>
  )
}

/** While it is open, what it may be; once a match is proposed, that one payment or batch. */
function candidatesFor(finding: ExceptionDetail, viewer: ReturnType<typeof viewerOf>, find: string) {
  const { ledger } = server()
  if (finding.state === 'open') return listCandidates(ledger, viewer, finding.id, { find })
  return finding.state === 'proposed' && finding.matchedTo ? listCandidates(ledger, viewer, finding.id, { only: finding.matchedTo }) : []
}

function History({ finding }: { finding: ExceptionDetail }) {
  const acts = finding.history.map((entry) => ({
    key: `${entry.type} ${entry.at}`,
    what: actWords(entry),
    note: (
      <>
        {entry.actor.email && <span className="block [overflow-wrap:anywhere]">{entry.actor.email}</span>}
        {entry.reason && <span className="block">“{entry.reason}”</span>}
        <Time at={entry.at} show="full" seconds />
      </>
    ),
  }))
  const found = { key: 'found', what: `Found in ${finding.file.fileName}`, note: <Time at={finding.createdAt} show="full" seconds /> }
  return (
    <Section title="History">
      <Timeline label="History of the exception" items={[...acts, found]} />
    </Section>
  )
}

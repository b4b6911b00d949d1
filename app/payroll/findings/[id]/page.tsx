import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may, ROLES } from '@/access/permissions'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { refusalWords as bankRefusalWords } from '@/app/refusal-words'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { Elapsed } from '@/components/countdown'
import { Facts } from '@/components/facts'
import { countWords, Money } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Columns, Section } from '@/components/section'
import { Status } from '@/components/status'
import { Day, Time } from '@/components/time'
import { Timeline } from '@/components/timeline'
import { CANDIDATES_MAX, isMatchable, listCandidates } from '@/payroll/exceptions/exception-candidates'
import { listOwners } from '@/payroll/exceptions/exception-owners'
import { type ExceptionDetail, readException } from '@/payroll/exceptions/exceptions'
import type { PaidTwice } from '@/payroll/statements/paid-twice'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { currentLedger } from '@/platform/freshness'
import { actWords, adviceWords, kindWords, sentence, stateWords } from '../exception-words'
import { exceptionsHref } from '../exceptions-url'
import { CandidateSearch } from './candidate-search'
import { Candidates } from './candidates'
import { EntryFacts } from './entry-facts'
import { ExceptionActions } from './exception-actions'
import { MatchCompared } from './match-compared'
import { PaidTwiceCompared } from './paid-twice'
import { refusalWords } from './refusal-summary'

export const metadata: Metadata = { title: 'Bank exception' }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const RESOLVERS = ROLES.filter((role) => may(role, 'findings:resolve'))

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ find?: string | string[] }> }

export default async function ExceptionPage({ params, searchParams }: Props) {
  const session = await entered('findings:read')
  if (!session) return null
  const [{ id }, { find: typed }] = await Promise.all([params, searchParams])
  const find = typeof typed === 'string' ? typed.slice(0, 100).trim() : ''
  const { ledger } = server()
  const viewer = viewerOf(session)
  const finding = UUID.test(id) ? await readException(ledger, viewer, id) : null
  if (!finding) notFound()
  const mayResolve = may(session.role, 'findings:resolve')
  const [candidates, owners] = await Promise.all([
    candidatesFor(finding, viewer, find),
    mayResolve ? listOwners(ledger, id, RESOLVERS) : [],
  ])
  const { word, tone } = stateWords(finding.state, finding.resolution)
  const { kind, reasonCode, reasonText } = finding.entry
  const advice = adviceWords(kind, finding.refusal !== null)
  const refusal = reasonCode === null && reasonText === null ? null : bankRefusalWords(reasonCode, reasonText)
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
      <Facts
        facts={[
          {
            label: 'State',
            value: <Status tone={tone}>{word}</Status>,
            note: finding.owner ? `assigned to ${finding.owner.name}` : 'not assigned',
          },
          {
            label: 'Amount',
            value:
              finding.amountMinor !== null && finding.currency !== null ? (
                <Money amountMinor={finding.amountMinor} currency={finding.currency} />
              ) : (
                '–'
              ),
            note: kindWords(kind),
          },
          {
            label: 'Booked',
            value: finding.entry.bookedOn ? <Day on={finding.entry.bookedOn} /> : '–',
            note: finding.entry.account ? `on •••• ${finding.entry.account}` : undefined,
          },
          { label: 'Age', value: <Elapsed since={finding.createdAt} />, note: <Time at={finding.createdAt} /> },
        ]}
      />
      <Resolution finding={finding} />
      {mayResolve && finding.handIn && (
        <Note tone="info" title="You cannot confirm this.">
          {sentenceOf({ code: 'hand-in-run', ...finding.handIn })}
        </Note>
      )}
      {finding.others > 0 && (
        <Note
          tone="info"
          title={finding.others === 1 ? 'There is one more like it.' : `${countWords(finding.others)} others are like it.`}
          action={<ButtonLink href={exceptionsHref({ state: finding.state, with: finding.id })}>Show all</ButtonLink>}
        >
          You decide each one separately. What you decide here applies to this one only.
        </Note>
      )}
      {finding.refusal && (
        <Note tone="info" title="Effect on the payments.">
          No payment has failed so far. Marking them as refused {refusalWords(finding.refusal)}.
        </Note>
      )}
      {finding.state === 'proposed' && finding.matchedTo && <MatchCompared finding={finding} payment={candidates[0] ?? null} />}
      {finding.twice && <Twice twice={finding.twice} own={kind === 'twice'} />}
      {refusal && (
        <Note tone="info" title={`The bank says: ${refusal.title}`}>
          {refusal.whatToDo}
        </Note>
      )}
      {finding.state === 'open' && advice && (
        <Note tone="info" title="What to do.">
          {advice}
        </Note>
      )}
      <Columns aside={<History finding={finding} />}>
        {finding.state === 'open' && isMatchable(kind) && (
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

/** Both payments, and for a finding about one of them what that means. */
function Twice({ twice, own }: { twice: PaidTwice; own: boolean }) {
  return (
    <>
      {!own && (
        <Note
          tone="bad"
          title={
            <>
              <Money amountMinor={twice.amountMinor} currency={twice.currency} /> may be paid twice.
            </>
          }
        >
          The payment was paid again in {twice.second.runReference}.
        </Note>
      )}
      {own && !twice.isSo && (
        <Note tone="info" title="At the moment only one of them is paid.">
          The states below are current.
        </Note>
      )}
      <PaidTwiceCompared twice={twice} />
    </>
  )
}

/** What is proposed or decided, by whom and why. */
function Resolution({ finding }: { finding: ExceptionDetail }) {
  if (finding.state === 'open') return null
  if (finding.resolution === 'explained') {
    return (
      <Note tone="ok" title="A later bank file explains it.">
        You have nothing to do.
      </Note>
    )
  }
  const { word } = stateWords(finding.state, finding.resolution)
  const matched = finding.matchedTo && (
    <>
      {' '}
      With{' '}
      {finding.payoutId ? (
        <Link className="link mono" href={`/payouts/${finding.payoutId}`}>
          {finding.matchedTo}
        </Link>
      ) : (
        <span className="mono">{finding.matchedTo}</span>
      )}
      .
    </>
  )
  return (
    <Note tone={finding.state === 'proposed' ? 'warn' : 'ok'} title={`${word} by ${finding.proposedBy?.name ?? 'someone'}.`}>
      “{finding.reason}”{matched}{' '}
      {finding.state === 'proposed'
        ? 'Someone else has to confirm it.'
        : finding.confirmedBy
          ? `Confirmed by ${finding.confirmedBy.name}.`
          : 'No money was involved, so nobody had to confirm it.'}
    </Note>
  )
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

import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may } from '@/access/permissions'
import type { Session } from '@/access/session'
import { BankWordsList } from '@/app/bank-words'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { refusalWords } from '@/app/refusal-words'
import { signedIn } from '@/app/signed-in'
import { Facts } from '@/components/facts'
import { Money } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Columns, Section } from '@/components/section'
import { Status } from '@/components/status'
import { Day, Month, Time } from '@/components/time'
import { listEarlier } from '@/payroll/runs/earlier-payouts'
import { type PayoutDetail, readPayout } from '@/payroll/statements/payout'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { maskedAccount, statusWords } from '../../payout-words'
import { Attempts } from './attempts'
import { bookedFacts, OnAccount } from './booking'
import { Earlier } from './earlier'
import { HoldActions } from './hold-actions'
import { OutcomeNote } from './outcome-note'
import { PaidTwiceNote } from './paid-twice-note'
import { PayoutHistory } from './payout-history'

export const metadata = { title: 'Payout' }

export default async function PayoutPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!may(session, 'payouts:read')) return null
  const { id } = await params
  const { ledger } = server()
  const viewer = viewerOf(session)
  const [payout, earlier] = isUuid(id) ? await Promise.all([readPayout(ledger, viewer, id), listEarlier(ledger, viewer, id)]) : [null, []]
  if (!payout) notFound()
  const [attempt] = payout.attempts
  const canHold = may(session, 'payouts:hold')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Payouts', href: '/support' }]}
        title={payout.name}
        reference={attempt?.endToEndId ?? `${payout.runReference}, line ${payout.lineNumber}`}
        freshness={currentLedger(new Date())}
        actions={
          canHold && (
            <HoldActions
              id={payout.id}
              version={payout.version}
              status={payout.status}
              inBankFile={attempt !== undefined}
              name={payout.name}
            />
          )
        }
      />
      <PayoutFacts payout={payout} mayReadRuns={may(session, 'runs:read')} />
      <PayoutNotes payout={payout} session={session} />
      <Columns
        aside={
          <>
            <PayoutHistory entries={payout.history} />
            <p className="mt-3 text-sm">
              <Link className="link" href={`/payouts/${payout.id}/copies`}>
                Do search and finance know?
              </Link>
            </p>
          </>
        }
      >
        <Section title="Attempts">
          <Attempts attempts={payout.attempts} />
        </Section>
        <Section title="What the bank said">
          <BankWordsList words={payout.bankWords} label="What the bank said, newest first" />
        </Section>
        <Section title="Earlier, to this account">
          <Earlier payouts={earlier} />
        </Section>
      </Columns>
      <Refresher />
    </>
  )
}

/** What the payout is: its state, how much, to whom and for which run. */
function PayoutFacts({ payout, mayReadRuns }: { payout: PayoutDetail; mayReadRuns: boolean }) {
  const { word, tone } = statusWords(payout.status)
  const [attempt] = payout.attempts
  const month = <Month of={payout.period} />
  return (
    <Facts
      facts={[
        {
          label: 'State',
          value: <Status tone={tone}>{word}</Status>,
          note: (
            <>
              since <Time at={payout.statusSince} />
            </>
          ),
        },
        {
          label: 'Amount',
          value: <Money amountMinor={payout.amountMinor} currency={payout.currency} />,
          note: (
            <>
              {payout.rail.toUpperCase()}
              {attempt && <OnAccount attempt={attempt} />}
            </>
          ),
        },
        {
          label: 'To',
          value: <span className="mono">{maskedAccount(payout.accountCountry, payout.accountLast4)}</span>,
          note: `${payout.name}, ${payout.country}`,
        },
        {
          label: 'For',
          value: mayReadRuns ? (
            <Link href={`/payroll/runs/${payout.runId}`} className="link">
              {month}
            </Link>
          ) : (
            month
          ),
          note: payout.companyName,
        },
        { label: 'Pay date', value: <Day on={payout.payDate} /> },
        ...bookedFacts(attempt),
      ]}
    />
  )
}

/** What one has to know before one acts on it. */
function PayoutNotes({ payout, session }: { payout: PayoutDetail; session: Session }) {
  const [attempt] = payout.attempts
  const refusal = attempt && refusalWords(attempt.reasonCode, attempt.reasonText)
  const hasStopped = payout.status === 'failed' || payout.status === 'returned'
  return (
    <>
      {payout.paidTwice.map((twice) => (
        <PaidTwiceNote
          key={twice.second.payoutId + twice.first.payoutId}
          payoutId={payout.id}
          twice={twice}
          findings={may(session, 'findings:read')}
        />
      ))}
      {refusal && hasStopped && (
        <Note tone="bad" title={`The bank says: ${refusal.title}`}>
          {refusal.whatToDo}
        </Note>
      )}
      {hasStopped && (
        <OutcomeNote
          payoutId={payout.id}
          version={payout.version}
          outcome={payout.outcome}
          may={may(session, 'runs:approve')}
          viewerId={session.userId}
        />
      )}
      {payout.status === 'held' && (
        <Note tone="warn" title="This payout is on hold.">
          “{payout.history.find((entry) => entry.type === 'payout.held')?.reason}” It does not go to the bank until someone releases the
          hold.
        </Note>
      )}
    </>
  )
}

import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { ButtonLink } from '@/components/button-link'
import { NothingMatches, NothingYet } from '@/components/empty'
import { countWords } from '@/components/money'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Section } from '@/components/section'
import { EXCEPTION_STATES, type ExceptionStateName, listExceptions } from '@/payroll/exceptions/exceptions'
import { countInboxes } from '@/payroll/runs/list-runs'
import { currentLedger } from '@/platform/freshness'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { MisreadNote } from '../../misread-note'
import { entered } from '../../signed-in'
import { DeskTabs } from '../desk-tabs'
import { ExceptionsTable } from './exceptions-table'
import { exceptionsHref, exceptionsParsers, readExceptionsUrl } from './exceptions-url'

export const metadata: Metadata = { title: 'Bank exceptions' }

const WORDS: Readonly<Record<ExceptionStateName, { label: string; title: string; empty: string }>> = {
  open: {
    label: 'Open',
    title: 'Nothing is open',
    empty: 'Bank entries that match no payment, or contradict each other, appear here.',
  },
  proposed: {
    label: 'To confirm',
    title: 'Nothing to confirm',
    empty: 'A proposal waits here until a second person confirms it.',
  },
  resolved: { label: 'Resolved', title: 'Nothing resolved yet', empty: 'Resolved exceptions stay here.' },
}

const SEVERAL = { open: 'propose', proposed: 'confirm' } as const

export default async function ExceptionsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('findings:read')
  if (!session) return null
  const url = await readExceptionsUrl(searchParams)
  const viewer = viewerOf(session)
  const now = new Date()
  const { ledger } = server()
  const mine = url.owner === 'me'
  const ofNoRun = url.run === 'none'
  const here = { state: url.state, owner: url.owner, run: url.run, with: url.with }
  const [list, counts] = await Promise.all([
    listExceptions(ledger, viewer, { state: url.state, mine, ofNoRun, with: url.with, cursor: url.after }),
    countInboxes(ledger, viewer, now),
  ])
  const words = WORDS[url.state]
  const mayResolve = may(session, 'findings:resolve')
  const mayApprove = may(session, 'runs:approve')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Payroll', href: '/payroll' }]}
        title="Bank exceptions"
        sub="Bank entries that match no payment. You decide what they are; anything that moves money needs a second person."
        freshness={currentLedger(now)}
      />
      <MisreadNote search={await searchParams} parsers={exceptionsParsers} />
      <DeskTabs current="findings" mayApprove={mayApprove} counts={counts} findings={list.counts.open + list.counts.proposed} />
      <Section
        title={words.label}
        actions={
          <>
            {url.with && <ButtonLink href={exceptionsHref({ ...here, with: null })}>Show all</ButtonLink>}
            {EXCEPTION_STATES.filter((each) => each !== url.state).map((each) => (
              <ButtonLink key={each} href={exceptionsHref({ ...here, state: each })}>
                {WORDS[each].label} ({countWords(list.counts[each])})
              </ButtonLink>
            ))}
            <ButtonLink href={exceptionsHref({ ...here, owner: mine ? 'anyone' : 'me' })}>{mine ? 'Everyone’s' : 'Only mine'}</ButtonLink>
            <ButtonLink href={exceptionsHref({ ...here, run: ofNoRun ? 'any' : 'none' })}>
              {ofNoRun ? 'With or without a run' : 'Without a run'}
            </ButtonLink>
          </>
        }
      >
        <ExceptionsTable
          key={exceptionsHref(url)}
          label={words.label}
          rows={list.rows}
          several={mayResolve && url.state !== 'resolved' ? SEVERAL[url.state] : null}
          empty={
            mine || ofNoRun || url.with ? (
              <NothingMatches clearHref={exceptionsHref({ state: url.state })} />
            ) : (
              <NothingYet title={words.title}>{words.empty}</NothingYet>
            )
          }
        />
        {(list.nextCursor || url.after) && (
          <nav aria-label="More exceptions" className="mt-3 flex gap-2">
            {url.after && <ButtonLink href={exceptionsHref(here)}>First page</ButtonLink>}
            {list.nextCursor && <ButtonLink href={exceptionsHref({ ...url, after: list.nextCursor })}>Next page</ButtonLink>}
          </nav>
        )}
      </Section>
      <Refresher />
    </>
  )
}

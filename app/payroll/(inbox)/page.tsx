import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { ButtonLink } from '@/components/button'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { countUnresolved } from '@/payroll/queries/findings'
import { listRuns, type RunList } from '@/payroll/queries/list-runs'
import { currentLedger } from '@/platform/freshness'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { MisreadNote } from '../../misread-note'
import { entered } from '../../signed-in'
import { DeskTabs } from '../desk-tabs'
import { InboxTable } from '../inbox-table'
import { type InboxState, inboxHref, inboxParsers, moreHref, readInboxUrl } from '../inbox-url'
import { inboxWords } from '../inbox-words'

export const metadata: Metadata = { title: 'Payroll' }

export default async function InboxPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('runs:read')
  if (!session) return null
  const state = await readInboxUrl(searchParams)
  const viewer = viewerOf(session)
  const [{ rows, counts, nextCursor }, findings] = await Promise.all([readPages(state, viewer), countUnresolved(server().ledger, viewer)])
  const mayApprove = may(session.role, 'runs:approve')
  const { label, title, empty } = inboxWords(state.inbox, mayApprove)
  const newRun = may(session.role, 'runs:prepare') && <ButtonLink href="/payroll/new">New run</ButtonLink>
  return (
    <>
      <PageHead
        title="Payroll"
        freshness={currentLedger(new Date())}
        actions={
          may(session.role, 'runs:prepare') && (
            <ButtonLink tone="primary" href="/payroll/new">
              New run
            </ButtonLink>
          )
        }
      />
      <MisreadNote search={await searchParams} parsers={inboxParsers} />
      <DeskTabs current={state.inbox} mayApprove={mayApprove} counts={counts} findings={findings} />
      <InboxTable
        label={label}
        runs={rows}
        empty={
          <NothingYet title={title} action={state.inbox === 'draft' && newRun}>
            {empty}
          </NothingYet>
        }
      />
      {(nextCursor || state.older) && (
        <nav aria-label="More runs" className="mt-3 flex gap-2">
          {state.older && <ButtonLink href={inboxHref({ inbox: state.inbox })}>Newest runs</ButtonLink>}
          {nextCursor && (
            <ButtonLink href={moreHref(state, nextCursor)} scroll={false}>
              Load more
            </ButtonLink>
          )}
        </nav>
      )}
      <Refresher />
    </>
  )
}

/** The pages below one another, each from where the one before ended. */
async function readPages({ inbox, pages, older }: InboxState, viewer: ReturnType<typeof viewerOf>): Promise<RunList> {
  const { ledger } = server()
  let list = await listRuns(ledger, viewer, inbox, older)
  for (let page = 1; page < pages && list.nextCursor; page++) {
    const next = await listRuns(ledger, viewer, inbox, list.nextCursor)
    list = { ...next, rows: [...list.rows, ...next.rows] }
  }
  return list
}

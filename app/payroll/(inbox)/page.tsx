import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { ButtonLink } from '@/components/button-link'
import { NothingMatches, NothingYet } from '@/components/empty'
import { FindForm } from '@/components/find-form'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { countUnresolved } from '@/payroll/exceptions/exceptions'
import { countInboxes, type Inbox, listRuns, type RunList } from '@/payroll/runs/list-runs'
import { currentLedger } from '@/platform/freshness'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { MisreadNote } from '../../misread-note'
import { entered } from '../../signed-in'
import { DeskTabs } from '../desk-tabs'
import { InboxTable } from '../inbox-table'
import { type InboxState, inboxHref, inboxParsers, inboxWithWork, moreHref, readInboxUrl } from '../inbox-url'
import { inboxWords } from '../inbox-words'

export const metadata: Metadata = { title: 'Payroll' }

export default async function InboxPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('runs:read')
  if (!session) return null
  const state = await readInboxUrl(searchParams)
  const viewer = viewerOf(session)
  const now = new Date()
  const inbox = state.inbox ?? inboxWithWork(await countInboxes(server().ledger, viewer, now))
  const asked = { ...state, inbox }
  const [{ rows, counts, nextCursor }, findings] = await Promise.all([
    readPages(asked, viewer, now),
    countUnresolved(server().ledger, viewer),
  ])
  const mayApprove = may(session, 'runs:approve')
  const { label, title, empty } = inboxWords(inbox, mayApprove)
  const newRun = may(session, 'runs:prepare') && <ButtonLink href="/payroll/new">New run</ButtonLink>
  return (
    <>
      <PageHead
        title="Payroll"
        freshness={currentLedger(now)}
        actions={
          may(session, 'runs:prepare') && (
            <ButtonLink tone="primary" href="/payroll/new">
              New run
            </ButtonLink>
          )
        }
      />
      <MisreadNote search={await searchParams} parsers={inboxParsers} />
      <DeskTabs current={inbox} mayApprove={mayApprove} counts={counts} findings={findings} />
      <FindForm
        label="Find a run"
        name="find"
        value={state.find}
        placeholder="Company, reference, period or person"
        clearHref={inboxHref({ inbox, sort: state.sort })}
        hidden={{ inbox, ...(state.sort !== 'newest' && { sort: state.sort }) }}
      />
      <InboxTable
        label={label}
        runs={rows}
        state={asked}
        empty={
          state.find === '' ? (
            <NothingYet title={title} action={inbox === 'draft' && newRun}>
              {empty}
            </NothingYet>
          ) : (
            <NothingMatches clearHref={inboxHref({ inbox, sort: state.sort })} />
          )
        }
      />
      {(nextCursor || state.older) && (
        <nav aria-label="More runs" className="mt-3 flex gap-2">
          {state.older && <ButtonLink href={inboxHref({ ...asked, pages: 1, older: null })}>Newest runs</ButtonLink>}
          {nextCursor && (
            <ButtonLink href={moreHref(asked, nextCursor)} scroll={false}>
              Load more
            </ButtonLink>
          )}
        </nav>
      )}
      <Refresher />
    </>
  )
}

type Asked = InboxState & { inbox: Inbox }

/** The pages below one another, each from where the one before ended. */
async function readPages({ inbox, find, sort, pages, older }: Asked, viewer: ReturnType<typeof viewerOf>, now: Date): Promise<RunList> {
  const { ledger } = server()
  let list = await listRuns(ledger, viewer, { inbox, find, sort, cursor: older }, now)
  for (let page = 1; page < pages && list.nextCursor; page++) {
    const next = await listRuns(ledger, viewer, { inbox, find, sort, cursor: list.nextCursor }, now)
    list = { ...next, rows: [...list.rows, ...next.rows] }
  }
  return list
}

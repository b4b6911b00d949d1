import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { ButtonLink } from '@/components/button-link'
import { FindForm } from '@/components/find-form'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Section } from '@/components/section'
import { countUnresolved } from '@/payroll/exceptions/exceptions'
import { countInboxes } from '@/payroll/runs/list-runs'
import { countProposalsFor, listProposals } from '@/payroll/statements/bank-file-proposals'
import { listReceived } from '@/payroll/statements/bank-messages'
import { currentLedger } from '@/platform/freshness'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { MisreadNote } from '../../misread-note'
import { entered } from '../../signed-in'
import { DeskTabs } from '../desk-tabs'
import { BankFileForm } from './bank-file-form'
import { ProposalsTable } from './proposals-table'
import { ReceivedTable } from './received-table'
import { readReceivedUrl, receivedHref, receivedParsers } from './received-url'

export const metadata: Metadata = { title: 'Bank files' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function BankFilesPage({ searchParams }: Props) {
  const session = await entered('runs:read')
  if (!session) return null
  const { ledger } = server()
  const { find, before } = await readReceivedUrl(searchParams)
  const viewer = viewerOf(session)
  const now = new Date()
  const maySee = may(session, 'findings:read')
  const [{ messages, next }, proposals, waiting, counts, findings] = await Promise.all([
    listReceived(ledger, viewer, { find, before }),
    listProposals(ledger, viewer),
    countProposalsFor(ledger, viewer),
    countInboxes(ledger, viewer, now),
    maySee ? countUnresolved(ledger, viewer) : null,
  ])
  const mayApply = may(session, 'bank-files:apply')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Payroll', href: '/payroll' }]}
        title="Bank files"
        sub="Bank files arrive automatically. Upload one here if it reached you another way; a second person confirms it."
        freshness={currentLedger(now)}
      />
      <MisreadNote search={await searchParams} parsers={receivedParsers} />
      <DeskTabs current="bank-files" mayApprove={may(session, 'runs:approve')} counts={counts} findings={findings} files={waiting} />
      {mayApply && (
        <Section title="Upload a bank file">
          {session.companies !== null && (
            <Note tone="info" title="You can upload files of the companies you work for.">
              If a file also has another company’s account, someone who works for every company has to upload it.
            </Note>
          )}
          <BankFileForm />
        </Section>
      )}
      {proposals.length > 0 && (
        <Section title="Uploaded by hand">
          <ProposalsTable proposals={proposals} />
        </Section>
      )}
      <Section title="From the banks">
        <FindForm label="Find a file" name="find" value={find} placeholder="File name, message id or run" clearHref={receivedHref({})} />
        <ReceivedTable messages={messages} found={find !== ''} />
        {(next || before) && (
          <nav aria-label="More files" className="mt-3 flex gap-2">
            {before && <ButtonLink href={receivedHref({ find })}>Newest files</ButtonLink>}
            {next && <ButtonLink href={receivedHref({ find, before: next })}>Older files</ButtonLink>}
          </nav>
        )}
      </Section>
      <Refresher />
    </>
  )
}

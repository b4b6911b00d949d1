import type { Metadata } from 'next'
import { may } from '@/access/permissions'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Section } from '@/components/section'
import { listReceived } from '@/payroll/queries/bank-messages'
import { countUnresolved } from '@/payroll/queries/findings'
import { countInboxes } from '@/payroll/queries/list-runs'
import { currentLedger } from '@/platform/freshness'
import { server } from '../../http/server'
import { viewerOf } from '../../http/viewer'
import { entered } from '../../signed-in'
import { DeskTabs } from '../desk-tabs'
import { BankFileForm } from './bank-file-form'
import { ReceivedTable } from './received-table'

export const metadata: Metadata = { title: 'Bank files' }

export default async function BankFilesPage() {
  const session = await entered('runs:read')
  if (!session) return null
  const { ledger } = server()
  const viewer = viewerOf(session)
  const maySee = may(session.role, 'findings:read')
  const [messages, counts, findings] = await Promise.all([
    listReceived(ledger, viewer),
    countInboxes(ledger, viewer),
    maySee ? countUnresolved(ledger, viewer) : null,
  ])
  const mayApply = may(session.role, 'bank-files:apply')
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Payroll', href: '/payroll' }]}
        title="Bank files"
        sub="The bank gateway takes files in by itself. One that came another way is looked at here, and applied by the same rules."
        freshness={currentLedger(new Date())}
      />
      <DeskTabs current="bank-files" mayApprove={may(session.role, 'runs:approve')} counts={counts} findings={findings} />
      {mayApply &&
        (session.companies === null ? (
          <Section title="A file by hand">
            <BankFileForm />
          </Section>
        ) : (
          <Note tone="info" title="Files are applied by those who work for every company.">
            A bank’s file may speak of all of them.
          </Note>
        ))}
      <Section title="From the banks">
        <ReceivedTable messages={messages} />
      </Section>
      <Refresher />
    </>
  )
}

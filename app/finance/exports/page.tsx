import type { Metadata } from 'next'
import { NothingYet } from '@/components/empty'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { EXPORTS_MAX } from '@/payroll/finance-desk/ask-export'
import { listExports } from '@/payroll/finance-desk/export-files'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { FinanceTabs } from '../finance-tabs'
import { ExportTable, isOpen } from './export-table'

export const metadata: Metadata = { title: 'Files' }

/** While one is written somebody may wait for it. */
const REFRESH_MS = { open: 2_000, idle: 15_000 }

export default async function ExportsPage() {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const files = await listExports(server().ledger, session.userId)
  return (
    <>
      <PageHead
        title="Files"
        sub={`Large files that you asked for. Each is kept for a day, for you alone, and all its rows are of the same figures. You can have ${EXPORTS_MAX} at a time.`}
      />
      <FinanceTabs current="/finance/exports" url={{}} />
      <ExportTable
        files={files}
        now={now}
        empty={
          <NothingYet title="No files yet">
            Where a figure has more than 50,000 rows, choose “Prepare a file…” on its page. Smaller ones you can save at once.
          </NothingYet>
        }
      />
      <Refresher everyMs={files.some(isOpen) ? REFRESH_MS.open : REFRESH_MS.idle} />
    </>
  )
}

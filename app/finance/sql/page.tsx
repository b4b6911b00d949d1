import type { Metadata } from 'next'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Columns } from '@/components/section'
import { differing } from '@/desks/read-freshness'
import { readProgress } from '@/finance/progress'
import { MARTS_FOR_SQL } from '@/finance/sql/marts'
import { readQuestion } from '@/payroll/finance-desk/questions'
import { judge, withDiffering } from '@/platform/freshness'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { FinanceTabs } from '../finance-tabs'
import { filterUrl, readSqlUrl } from '../finance-url'
import { AskSql } from './ask-sql'
import { MartList } from './mart-list'
import { openedSql } from './opened-sql'

export const metadata: Metadata = { title: 'SQL' }

const NOTHING = { coveredUntil: null, position: null, deadLetters: 0 }

export default async function SqlPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const url = await readSqlUrl(searchParams)
  const { financeDir, ledger } = server()
  const [progress, open] = await Promise.all([readProgress(financeDir), differing(ledger)])
  const freshness = withDiffering(judge('finance', progress ?? NOTHING, now), open.finance)
  const saved = url.saved === null ? null : await readQuestion(ledger, session.userId, url.saved)
  const sql = saved?.page === 'sql' ? saved.asks : openedSql(url, now)
  return (
    <>
      <PageHead
        title="SQL"
        sub="Ask the published tables yourself. Nothing can be changed here, nobody is named, and each currency stays by itself unless you add them."
        freshness={freshness}
      />
      <FinanceTabs current="/finance/sql" url={filterUrl(url)} />
      {url.saved !== null && saved === null && (
        <Note tone="info" title="This saved question is gone.">
          It was removed, or is not shared any more.
        </Note>
      )}
      <Columns aside={<MartList marts={MARTS_FOR_SQL} />}>
        <AskSql key={sql} opened={sql} />
      </Columns>
    </>
  )
}

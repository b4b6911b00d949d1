import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { type MonthView, readMonth } from '@/desks/months/read-month'
import { knownIn, readRestatement } from '@/desks/months/restatements'
import { differing } from '@/desks/read-freshness'
import { readProgress } from '@/finance/progress'
import { MONTH, monthWords } from '@/payroll/months/month'
import { judge, withDiffering } from '@/platform/freshness'
import { Acts } from './acts'
import { Checklist } from './checklist'
import { CloseCard } from './close-card'
import { KnownIn, RestatementOf } from './restatement'

type Params = { params: Promise<{ month: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { month } = await params
  return { title: MONTH.test(month) ? monthWords(month) : 'Month' }
}

export default async function MonthPage({ params }: Params) {
  const session = await entered('finance:read')
  if (!session) return null
  const { month } = await params
  if (!MONTH.test(month)) notFound()
  const now = new Date()
  const { ledger, financeDir } = server()
  const stores = { ledger, financeDir }
  const [view, progress, open] = await Promise.all([readMonth(stores, month), readProgress(financeDir), differing(ledger)])
  const closed = view.current?.state === 'closed' ? view.current : null
  const [restated, known] = await Promise.all([closed && orNull(readRestatement(stores, closed)), orNull(knownIn(stores, month))])
  const mayClose = may(session, 'finance:close')
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Finance', href: '/finance' },
          { label: 'Months', href: '/finance/months' },
        ]}
        title={monthWords(month)}
        freshness={withDiffering(judge('finance', progress, now), open.finance)}
        actions={mayClose && <Acts view={view} userId={session.userId} />}
      />
      <Notes view={view} />
      {view.checklist.length > 0 && (
        <Checklist
          month={month}
          items={view.checklist}
          mayExplain={mayClose && view.current === null}
          mayOperate={permits(session, 'operations:read')}
        />
      )}
      {view.current && <CloseCard close={cardOf(view, view.current.id)} mayClose={mayClose} />}
      {restated && <RestatementOf found={restated} />}
      {known && <KnownIn month={month} found={known} />}
      {view.closes
        .filter(({ id }) => id !== view.current?.id)
        .map((close) => (
          <CloseCard key={close.id} close={close} mayClose={mayClose} />
        ))}
      <Refresher />
    </>
  )
}

const cardOf = (view: MonthView, id: string) => view.closes.find((close) => close.id === id) as MonthView['closes'][number]

/** While what is published is made anew there is nothing to compare with; the freshness of the page says so. */
const orNull = <T,>(found: Promise<T>): Promise<T | null> => found.catch(() => null)

function Notes({ view: { current, unknownPacks } }: { view: MonthView }) {
  const asked = current?.reopenings.find(({ state }) => state === 'asked')
  return (
    <div className="mb-4 empty:hidden">
      {asked && (
        <Note tone="warn" title={`${asked.askedBy} asks to reopen this month.`}>
          “{asked.reason}” Someone else has to confirm it.
        </Note>
      )}
      {unknownPacks.length > 0 && (
        <Note tone="bad" title="There is a pack that the ledger does not know.">
          The ledger was restored to a time before this month was closed ({unknownPacks.join(', ')}). The files are as they were.
        </Note>
      )}
    </div>
  )
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { readMonth } from '@/desks/months/read-month'
import type { Pack } from '@/finance/close/pack'
import { readPack } from '@/finance/close/read-pack'
import { MONTH, monthWords } from '@/payroll/months/month'
import { BalancesTable, ControlTable, ExceptionsTable, FiguresTable } from './pack-tables'

export const metadata: Metadata = { title: 'Pack' }

type Props = { params: Promise<{ month: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function PackPage({ params, searchParams }: Props) {
  const session = await entered('finance:read')
  if (!session) return null
  const { month } = await params
  const { close: asked } = await searchParams
  if (!MONTH.test(month)) notFound()
  const { ledger, financeDir } = server()
  const { closes } = await readMonth({ ledger, financeDir }, month)
  const close = closes.find(({ id, packHash }) => packHash !== null && (asked === undefined || id === asked))
  if (!close) notFound()
  const isWhole = close.damaged.length === 0
  const pack = isWhole ? await readPack(financeDir, month, close.id) : null
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Months', href: '/finance/months' },
          { label: monthWords(month), href: `/finance/months/${month}` },
        ]}
        title={`Pack of ${monthWords(month)}`}
        sub={close.closedBy === null ? 'Prepared, and not closed yet.' : undefined}
      />
      <Facts
        facts={[
          { label: 'Prepared by', value: close.preparedBy, note: <Time at={close.preparedAt} show="full" /> },
          { label: 'Closed by', value: close.closedBy ?? '–', note: close.closedAt ? <Time at={close.closedAt} show="full" /> : undefined },
          { label: 'Up to event', value: close.position, note: <Time at={close.coveredUntil} show="full" /> },
        ]}
      />
      {pack ? (
        <Contents pack={pack} packHash={close.packHash ?? ''} />
      ) : (
        <Note tone="bad" title="This pack is damaged.">
          Make it again from the month’s page.
        </Note>
      )}
    </>
  )
}

function Contents({ pack, packHash }: { pack: Pack; packHash: string }) {
  return (
    <>
      <Section title="Figures">
        <FiguresTable rows={pack.figures} />
      </Section>
      <Section title="Control totals">
        <ControlTable rows={pack.controlTotals} />
      </Section>
      <Section title="Accounts">
        <BalancesTable rows={pack.balances} />
        <p className="mt-2 text-xs text-muted">
          The ledger does not keep the balances of bank statements, so opening and closing are not known.
        </p>
      </Section>
      <Section title="Exceptions and explanations">
        <ExceptionsTable pack={pack} />
      </Section>
      <Section title="Origin">
        <dl className="grid gap-1 text-xs text-muted [overflow-wrap:anywhere]">
          {[['Pack', packHash], ...Object.entries(pack.hashes), ['Contract', pack.contract.join(', ')]].map(([name, value]) => (
            <div key={name}>
              <dt className="inline font-medium">{name}: </dt>
              <dd className="mono inline">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  )
}

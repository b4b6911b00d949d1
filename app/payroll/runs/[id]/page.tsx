import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { may } from '@/access/permissions'
import type { Session } from '@/access/session'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { MisreadNote } from '@/app/misread-note'
import { entered } from '@/app/signed-in'
import { PageHead } from '@/components/page-head'
import { Columns } from '@/components/section'
import { Tabs } from '@/components/tabs'
import { monthWords } from '@/components/time-words'
import { refusedByBank } from '@/payroll/runs/bank-takes'
import { readHistory } from '@/payroll/runs/history'
import { judgeRun } from '@/payroll/runs/pay-date'
import { listRefusals } from '@/payroll/runs/refusals'
import { refusedRelease } from '@/payroll/runs/release-refusals'
import { type RunDetail, readRun } from '@/payroll/runs/run'
import { listGone, listLines } from '@/payroll/runs/run-lines'
import { listBankMessages } from '@/payroll/statements/bank-messages'
import { listRunWords } from '@/payroll/statements/bank-words'
import { sentenceOf } from '@/payroll/transaction/rejections'
import type { Viewer } from '@/payroll/transaction/viewer'
import { currentLedger } from '@/platform/freshness'
import { isUuid } from '@/platform/is-uuid'
import { KIND_WORDS } from '../../kind-words'
import { BankFilesTab } from './bank-files-tab'
import { BankQuestion } from './bank-question'
import { ChangesTab } from './changes-tab'
import { HistoryTab } from './history-tab'
import { KeptBack } from './kept-back'
import { LinesTab } from './lines-tab'
import { PrintSummary } from './print-summary'
import { RefreshWhileMoving } from './refresh-while-moving'
import { RunActions } from './run-actions'
import { RunFacts } from './run-facts'
import { isOpen, RunNotes } from './run-notes'
import { readRunUrl, runHref, runParsers } from './run-url'
import { signatureOf } from './signature'
import { WhoAndWhen } from './who-and-when'
import { whyNotApprove } from './why-not'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Its title and the page itself read the run once. */
const runOf = cache(async (session: Session, id: string) => (isUuid(id) ? readRun(server().ledger, viewerOf(session), id) : null))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const session = await entered('runs:read')
  const run = session && (await runOf(session, (await params).id))
  return { title: run ? `${run.companyName}, ${monthWords(run.period)}` : 'Run' }
}

export default async function RunPage({ params, searchParams }: Props) {
  const session = await entered('runs:read')
  if (!session) return null
  const { id } = await params
  const run = await runOf(session, id)
  if (!run) notFound()
  const viewer = viewerOf(session)
  const url = await readRunUrl(searchParams)
  const parts = await readParts(run, viewer, url)
  const { lines, messages, history, refusals, refused, payDate } = parts
  const { differences } = lines
  const late = payDate?.code === 'pay-date' ? payDate : null
  const whyNot = whyNotApprove(run, session)
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Payroll', href: '/payroll' },
          { label: run.companyName, href: runHref(id) },
        ]}
        title={run.kind === 'regular' ? monthWords(run.period) : `${monthWords(run.period)}, ${KIND_WORDS[run.kind].toLowerCase()}`}
        reference={run.reference}
        freshness={currentLedger(new Date())}
        actions={
          <RunActions
            run={run}
            mayPrepare={may(session, 'runs:prepare')}
            mayRecall={may(session, 'runs:approve')}
            whyNotApprove={whyNot}
            nextPayDate={late?.next ?? null}
          />
        }
      />
      <RefreshWhileMoving run={run} signature={signatureOf(run, messages)} />
      <RunFacts run={run} differences={differences} />
      <PrintSummary run={run} history={history} printedBy={session.name} printedAt={new Date()} />
      <div className="print:hidden">
        <MisreadNote search={await searchParams} parsers={runParsers} />
        {messages.map((message) => (
          <BankQuestion key={message.id} message={message} mayAnswer={may(session, 'bank-files:answer')} me={session.userId} />
        ))}
        <KeptBack
          {...{ messages, refused, me: session.userId, hadHand: run.handIn !== null }}
          mayMove={may(session, 'bank-files:answer')}
        />
        <RunNotes
          run={run}
          history={history}
          differences={differences}
          refusals={refusals}
          whyNot={whyNot}
          payDateProblem={late && sentenceOf(late)}
        />
        <RunTabs run={run} parts={parts} current={url.tab} />
        <Columns aside={<WhoAndWhen run={run} history={history} />}>
          {url.tab === 'payouts' && <LinesTab run={run} page={lines} url={url} />}
          {url.tab === 'changes' && <ChangesTab run={run} page={lines} gone={parts.gone} url={url} />}
          {url.tab === 'bank-files' && <BankFilesTab messages={messages} words={parts.words} />}
          {url.tab === 'history' && <HistoryTab history={history} />}
        </Columns>
      </div>
    </>
  )
}

type Url = Awaited<ReturnType<typeof readRunUrl>>
type Parts = Awaited<ReturnType<typeof readParts>>

/** Everything beside the run itself that the page shows; of the tabs only what the open one needs. */
async function readParts(run: RunDetail, viewer: Viewer, url: Url) {
  const { ledger } = server()
  const only = url.only ?? (url.tab === 'changes' ? 'changed' : 'all')
  const [lines, messages, words, history, gone, refusals, refused, payDate] = await Promise.all([
    listLines(ledger, viewer, run.id, { only, text: url.tab === 'payouts' ? url.q || null : null, after: url.after.at(-1) ?? 0 }),
    listBankMessages(ledger, viewer, run.id),
    url.tab === 'bank-files' ? listRunWords(ledger, viewer, run.id) : [],
    readHistory(ledger, run.id),
    url.tab === 'changes' ? listGone(ledger, viewer, run.id) : [],
    listRefusals(ledger, viewer, run.id),
    run.status === 'approved' ? refusedByBank(ledger, run.id) : null,
    isOpen(run)
      ? judgeRun(ledger, run.id, new Date()).then(({ refused }) => refused)
      : run.status === 'approved'
        ? refusedRelease(ledger, run.id, new Date())
        : null,
  ])
  return { lines, messages, words, history, gone, refusals, refused, payDate }
}

function RunTabs({ run, parts, current }: { run: RunDetail; parts: Parts; current: Url['tab'] }) {
  const { differences } = parts.lines
  const changes = differences && differences.new + differences.account + differences.moved + differences.changed + differences.gone
  const tab = (label: string, key: Url['tab'], count: number | null) => ({
    label,
    href: runHref(run.id, { tab: key }),
    count,
    current: current === key,
  })
  return (
    <Tabs
      label="Parts of the run"
      tabs={[
        tab('Payouts', 'payouts', run.lines),
        tab('Changes', 'changes', changes),
        tab('Bank files', 'bank-files', parts.messages.length),
        tab('History', 'history', parts.history.length),
      ]}
    />
  )
}

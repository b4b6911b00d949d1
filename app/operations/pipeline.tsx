'use client'
import dynamic from 'next/dynamic'
import { ApiProblem } from '@/components/api-problem'
import { ButtonLink } from '@/components/button-link'
import { Failed, Forbidden } from '@/components/empty'
import { Note } from '@/components/note'
import { useNow } from '@/components/now'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { PageSkeleton } from '@/components/skeleton'
import { Time } from '@/components/time'
import type { Operations } from '@/desks/operations/read-operations'
import { LiveBadge } from './live-badge'
import { RunbookLink } from './runbook-link'
import { type Part, sectionRunbooks, stageRunbook } from './section-runbooks'
import { troubledSkews } from './skew-words'
import { StageRow } from './stage-row'
import { isHeldBack, stagesOf, workerOf } from './stages'
import { type StreamState, useLiveOperations } from './use-live'
import { isMissing } from './worker-words'

/** Below the first screen, and of figures that they ask for themselves: they come after what the page opens with. */
const HeldBackNote = dynamic(() => import('./held-back-note').then((file) => file.HeldBackNote), { ssr: false })
const Comparisons = dynamic(() => import('./comparisons').then((file) => file.Comparisons), { ssr: false, loading: Waiting })
const Skew = dynamic(() => import('./skew').then((file) => file.Skew), { ssr: false, loading: Waiting })
const DeadLetters = dynamic(() => import('./dead-letters').then((file) => file.DeadLetters), { ssr: false, loading: Waiting })
const Workers = dynamic(() => import('./workers').then((file) => file.Workers), { ssr: false, loading: Waiting })
const FailedJobs = dynamic(() => import('./failed-jobs').then((file) => file.FailedJobs), { ssr: false, loading: Waiting })
const Lag = dynamic(() => import('./lag').then((file) => file.Lag), { ssr: false, loading: Waiting })
const StrandedRuns = dynamic(() => import('./stranded').then((file) => file.StrandedRuns), { ssr: false, loading: Waiting })
const WaitingFiles = dynamic(() => import('./stranded').then((file) => file.WaitingFiles), { ssr: false, loading: Waiting })
const AsideFiles = dynamic(() => import('./aside-files').then((file) => file.AsideFiles), { ssr: false, loading: Waiting })
const Repairs = dynamic(() => import('./repairs').then((file) => file.Repairs), { ssr: false, loading: Waiting })
const Latencies = dynamic(() => import('./latencies').then((file) => file.Latencies), { ssr: false, loading: Waiting })
const FigureHistory = dynamic(() => import('./figure-history').then((file) => file.FigureHistory), { ssr: false, loading: Waiting })

/** What the person may do, and whether the pages of the payroll desk open for them. */
type Rights = { mayAct: boolean; maySeeRuns: boolean }

/** Figures older than this are not called live, whatever the reason. */
const LIVE_MS = 10_000

/** The whole page, told every two seconds while somebody looks at it. */
export function Pipeline({ first, ...rights }: { first: Operations | null } & Rights) {
  const { data, error, dataUpdatedAt, refetch, stream } = useLiveOperations(first)
  const isOld = useNow().getTime() - dataUpdatedAt > LIVE_MS
  if (error instanceof ApiProblem && error.status === 403) return <Forbidden level="h1">Only operators can open this page.</Forbidden>
  if (!data) {
    if (!error) return <PageSkeleton facts={1} rows={4} />
    return (
      <Failed level="h1" title="The pipeline could not be loaded" traceId={traceOf(error)} onRetry={() => void refetch()}>
        {error.message}
      </Failed>
    )
  }
  return <Figures data={data} isLive={!error && !isOld} stream={stream} failure={error} {...rights} />
}

type Shown = { data: Operations; isLive: boolean; stream: StreamState; failure: Error | null } & Rights

function Figures({ data, isLive, stream, failure, mayAct, maySeeRuns }: Shown) {
  const stages = stagesOf(data)
  const relay = workerOf(data, 'outbox-relay')
  const troubled = stages.filter(({ tone }) => tone === 'warn' || tone === 'bad').length
  // The relay's own silence is a stage already.
  const missing = data.workers.filter((worker) => worker !== relay && isMissing(worker)).length
  const toLookAt =
    troubled +
    missing +
    troubledSkews(data.skew) +
    data.strandedRuns.length +
    data.waitingFiles.length +
    data.failedJobs.length +
    data.mismatches.total
  const runbooks = sectionRunbooks(data)
  const link = (part: Part) => runbooks[part] && <RunbookLink name={runbooks[part]} of={part.replace('-', ' ')} />
  return (
    <>
      <PageHead
        title="Pipeline"
        sub="From the ledger to every copy. A number past its threshold shows what to do about it."
        actions={<ButtonLink href="/operations/authority">Where the truth lives</ButtonLink>}
      />
      <LiveBadge toLookAt={toLookAt} isLive={isLive} stream={stream} />
      <div role="status">
        {!isLive && (
          <Note tone="bad" title="The page could not refresh.">
            The figures are those of <Time at={data.at} seconds />. {failure?.message} It tries again every two seconds.
          </Note>
        )}
      </div>
      <StageRow stages={stages.map((stage) => ({ ...stage, runbook: stageRunbook(stage, data) }))} />
      {relay?.heldBack && isHeldBack(relay, data.at) && <HeldBackNote heldBack={relay.heldBack} mayAct={mayAct} />}
      <Section title="Do the stores agree?" actions={link('comparisons')}>
        <Comparisons comparisons={data.comparisons} mismatches={data.mismatches} mayAct={mayAct} />
      </Section>
      <Section title="Dead letters" id="dead-letters" actions={link('dead-letters')}>
        <DeadLetters />
      </Section>
      <Section title="Events behind, by partition">
        <Lag workers={data.workers} partitions={data.partitions} />
      </Section>
      <Section title="Copies of another version" actions={link('skew')}>
        <Skew skew={data.skew} />
      </Section>
      <Section title="Repairs" id="repairs">
        <Repairs mayAct={mayAct} />
      </Section>
      <Section title="How long changes take to be found">
        <Latencies />
      </Section>
      <Section title="The last hour and the last day">
        <FigureHistory />
      </Section>
      <Section title="Workers" id="workers" actions={link('workers')}>
        <Workers workers={data.workers} stops={data.stops} mayAct={mayAct} />
      </Section>
      <Section title="Failed jobs" actions={link('failed-jobs')}>
        <FailedJobs jobs={data.failedJobs} />
      </Section>
      <Section title="Stranded runs" actions={link('stranded')}>
        <StrandedRuns runs={data.strandedRuns} maySeeRuns={maySeeRuns} />
      </Section>
      <Section title="Bank files waiting for an answer" actions={link('waiting')}>
        <WaitingFiles files={data.waitingFiles} maySeeRuns={maySeeRuns} />
      </Section>
      <Section title="Bank files that could not be read" id="aside" actions={link('aside')}>
        <AsideFiles files={data.asideFiles} mayAct={mayAct} />
      </Section>
    </>
  )
}

const traceOf = (error: Error): string | null => (error instanceof ApiProblem ? error.traceId : null)

function Waiting() {
  return <p className="text-sm text-muted">Loading …</p>
}

/** Which runbook stands beside each part of the operations page: only where there is something to look at, for then somebody asks what to do. */
import type { Operations } from '@/desks/operations/read-operations'
import type { Runbook } from '@/operations/runbooks'
import { troubledSkews } from './skew-words'
import type { Stage } from './stages'
import { isMissing } from './worker-words'

export type Part = 'comparisons' | 'dead-letters' | 'skew' | 'workers' | 'failed-jobs' | 'stranded' | 'waiting' | 'aside'

/** By the part of the page that has something to look at. */
export function sectionRunbooks(operations: Operations): Partial<Record<Part, Runbook>> {
  const { comparisons, mismatches, search, finance, skew, workers, failedJobs, strandedRuns, waitingFiles, asideFiles } = operations
  const leftOut = [comparisons.quick, comparisons.deep].some((last) => last?.copies.some((copy) => copy.leftOut !== null))
  const troubled: readonly [Part, Runbook, boolean][] = [
    ['comparisons', 'stores-differ', mismatches.total > 0 || leftOut],
    ['dead-letters', 'dead-letters', (search.deadLetters ?? 0) + (finance.deadLetters ?? 0) > 0],
    ['skew', 'copy-behind', troubledSkews(skew) > 0],
    ['workers', 'process-not-ready', workers.some(isMissing)],
    ['failed-jobs', 'failed-jobs', failedJobs.length > 0],
    ['stranded', 'bank-does-not-answer', strandedRuns.length > 0],
    ['waiting', 'bank-does-not-answer', waitingFiles.length > 0],
    ['aside', 'bank-does-not-answer', asideFiles.length > 0],
  ]
  return Object.fromEntries(troubled.filter(([, , is]) => is).map(([part, runbook]) => [part, runbook]))
}

/** The runbook of a stage as it is now; null while it is well. */
export function stageRunbook(
  { name, tone, word }: Pick<Stage, 'name' | 'tone' | 'word'>,
  { stops, search, finance }: Operations,
): Runbook | null {
  if (tone === 'ok') return null
  if (name === 'Relay' && word === 'Stopped') {
    const stop = stops.find(({ process }) => process === 'outbox-relay')
    return stop?.kind === 'ledger' ? 'history-stopped' : 'relay-stopped'
  }
  if (name === 'Kafka') return word === 'Has lost events' ? 'kafka-lost-events' : word === 'Not known' ? 'process-not-ready' : 'copy-behind'
  const letters = (name === 'Search' ? search.deadLetters : finance.deadLetters) ?? 0
  return word === 'Incomplete' && letters > 0 ? 'dead-letters' : 'copy-behind'
}

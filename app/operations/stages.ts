/** The five stages of the pipeline in words: how each does, its figures, its threshold, and what repairs it. */
import { countWords } from '@/components/money'
import type { Tone } from '@/components/status'
import { spanWords } from '@/components/time-words'
import { THRESHOLD_MS } from '@/operations/thresholds'
import type { WorkerStatus } from '@/operations/worker-status'
import type { CopyStatus, Operations } from './read-operations'
import { startCommand } from './worker-words'

export type Stage = {
  name: string
  tone: Tone
  word: string
  figures: string[]
  threshold: string
  repair: string | null
  /** What to type, where that is the repair. */
  command?: string
}

export function stagesOf(operations: Operations): Stage[] {
  return [
    ledger(operations),
    relay(operations),
    kafka(operations),
    copy('Search', operations.search, workerOf(operations, 'search-projector')),
    copy('Finance', operations.finance, workerOf(operations, 'finance-loader')),
  ]
}

/** Held back for longer than that, the relay is said to be. */
export function isHeldBack({ heldBack }: WorkerStatus, at: string): boolean {
  return heldBack !== null && Date.parse(at) - Date.parse(heldBack.since) > THRESHOLD_MS.outboxAge
}

export const workerOf = ({ workers }: Operations, process: string): WorkerStatus | undefined =>
  workers.find((worker) => worker.process === process)

function ledger(operations: Operations): Stage {
  const { changesPerSecond, waiting, waitingIsExact, oldestWaitingMs } = operations.journal
  const isLate = (oldestWaitingMs ?? 0) > THRESHOLD_MS.outboxAge
  const count = `${countWords(waiting)}${waitingIsExact ? '' : '+'}`
  const isLed = workerOf(operations, 'outbox-relay')?.state === 'alive'
  return {
    name: 'Ledger',
    tone: isLate ? 'warn' : 'ok',
    word: isLate ? 'Not passed on' : changesPerSecond > 0 ? 'Writing' : 'Quiet',
    figures: [
      `${perSecond(changesPerSecond)} changes / s`,
      oldestWaitingMs === null ? 'outbox empty' : `${count} in the outbox, oldest ${spanWords(oldestWaitingMs)}`,
    ],
    threshold: `late after ${spanWords(THRESHOLD_MS.outboxAge)} in the outbox`,
    repair: isLate ? (isLed ? 'Nothing is lost. The relay catches up by itself.' : 'Nothing is lost. The relay must run.') : null,
  }
}

function relay(operations: Operations): Stage {
  const worker = workerOf(operations, 'outbox-relay')
  const { position } = operations.journal
  const base = { name: 'Relay', threshold: `silent after ${spanWords(THRESHOLD_MS.silence)}` }
  const at = `position ${countWords(position)}`
  if (worker?.state !== 'alive') {
    const { word, silence } = lifeWords(worker)
    return { ...base, tone: 'bad', word, figures: [at, silence], ...start('outbox-relay') }
  }
  const figures = [at, `${perSecond(worker.rate ?? 0)} events / s`]
  if (worker.role !== 'leading') {
    const repair = 'It leads as soon as Postgres and Kafka answer. Its last error is below.'
    return { ...base, tone: 'warn', word: 'Not leading yet', figures, repair }
  }
  if (!worker.heldBack) return { ...base, tone: 'ok', word: 'Leading', figures: [...figures, 'nothing holds it back'], repair: null }
  const since = spanWords(Date.parse(operations.at) - Date.parse(worker.heldBack.since))
  const held = [...figures, `held back for ${since} by process ${worker.heldBack.pid}`]
  if (!isHeldBack(worker, operations.at)) return { ...base, tone: 'ok', word: 'Leading', figures: held, repair: null }
  return {
    ...base,
    tone: 'warn',
    word: 'Held back',
    figures: held,
    threshold: `held back after ${spanWords(THRESHOLD_MS.outboxAge)}`,
    repair: 'It goes on by itself once that transaction ends.',
  }
}

/** Asked of those who talk to Kafka: the consumers tell how far they are behind in each partition. */
function kafka(operations: Operations): Stage {
  const consumers = operations.workers.flatMap(({ state, lag }) => (state === 'alive' && lag ? [lag] : []))
  const letters = [operations.search.deadLetters, operations.finance.deadLetters]
  const dead = letters.includes(null)
    ? 'dead letters not known'
    : `dead letters ${countWords(letters.reduce<number>((sum, n) => sum + (n ?? 0), 0))}`
  const { partitions } = operations
  const base = { name: 'Kafka', threshold: `all ${partitions} partitions must be read` }
  if (consumers.length === 0) {
    return { ...base, tone: 'idle', word: 'Not known', figures: [dead], repair: 'No consumer is there to tell. See the workers below.' }
  }
  const read = Math.min(...consumers.map((lag) => Object.keys(lag).length))
  const behind = consumers.flatMap((lag) => Object.values(lag)).reduce((sum, events) => sum + events, 0)
  const isWhole = read >= partitions
  return {
    ...base,
    tone: isWhole ? 'ok' : 'warn',
    word: `${read} of ${partitions} partitions`,
    figures: [isWhole ? `${countWords(behind)} behind in all` : 'how far behind is not known', dead],
    repair: isWhole ? null : 'If Kafka is down, start it: relay and consumers come back by themselves.',
  }
}

function copy(name: 'Search' | 'Finance', status: CopyStatus, worker: WorkerStatus | undefined): Stage {
  const { state, lagMs, position, deadLetters, contractMs, note } = status
  const behind = lagMs === null ? 'covers nothing yet' : `${spanWords(lagMs)} behind`
  const at = `position ${countWords(position ?? 0)}`
  const base = { name, threshold: `late after ${spanWords(contractMs)}` }
  const isFed = worker?.state === 'alive'
  if (state === 'down') {
    const figures = ['what it covers is not known']
    return { ...base, tone: 'bad', word: 'No answer', figures, ...(isFed ? { repair: DOWN[name] } : start(processOf(name))) }
  }
  if (state === 'incomplete') {
    const repair = deadLetters
      ? 'See the dead letters below.'
      : 'The partition is read again by itself. If the gap stays, Kafka has lost events.'
    return { ...base, tone: 'bad', word: 'Incomplete', figures: [behind, at, note ?? ''], repair }
  }
  if (state === 'late') {
    const repair = isFed ? { repair: 'It catches up by itself.' } : start(processOf(name))
    return { ...base, tone: 'warn', word: lagMs === null ? 'Nothing yet' : 'Late', figures: [behind, at], ...repair }
  }
  return { ...base, tone: 'ok', word: behind, figures: [at, 'no dead letter, no gap'], repair: null }
}

const DOWN = {
  Search: 'If Elasticsearch is down, start it: the projector makes up for it by itself.',
  Finance: 'The loader makes the published file again by itself.',
} as const

/** Each worker keeps beside what it writes how far it is. */
const start = (process: string) => ({ repair: 'Start it, and it goes on where it was:', command: startCommand(process) })

const processOf = (name: 'Search' | 'Finance') => (name === 'Search' ? 'search-projector' : 'finance-loader')

function lifeWords(worker: WorkerStatus | undefined): { word: string; silence: string } {
  if (!worker || worker.silentMs === null) return { word: 'Not started', silence: 'never gave a sign of life' }
  return { word: 'No sign of life', silence: `for ${spanWords(worker.silentMs)}` }
}

/** "38", and "0.4" where a whole number would say nothing. */
export function perSecond(rate: number): string {
  return rate > 0 && rate < 10 ? (Math.round(rate * 10) / 10).toString() : countWords(Math.round(rate))
}

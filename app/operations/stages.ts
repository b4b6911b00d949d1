/** The five stages of the pipeline in words: how each does, its figures, its threshold, and what repairs it. */
import { countWords } from '@/components/money'
import type { Tone } from '@/components/status'
import { spanWords } from '@/components/time-words'
import type { CopyStatus, Operations } from '@/desks/operations/read-operations'
import { THRESHOLD_MS } from '@/operations/thresholds'
import type { WorkerStatus } from '@/operations/worker-status'
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
    copy('Search', operations, operations.search, workerOf(operations, 'search-projector')),
    copy('Finance', operations, operations.finance, workerOf(operations, 'finance-loader')),
  ]
}

/** Why a process has stopped for good, in its own sentence; null while it has not. */
export const stopOf = ({ stops }: Pick<Operations, 'stops'>, process: string): string | null =>
  stops.find((stop) => stop.process === process)?.sentence ?? null

/** What the relay does about what waits for it; the words fit both the outbox and a copy that is fed through it. */
function relayWords(operations: Operations): 'leads' | 'stopped' | 'silent' | 'held' | 'not-yet' {
  const worker = workerOf(operations, 'outbox-relay')
  if (stopOf(operations, 'outbox-relay') !== null) return 'stopped'
  if (worker?.state !== 'alive') return standsBy(operations) ? 'not-yet' : 'silent'
  if (worker.role !== 'leading') return 'not-yet'
  return isHeldBack(worker, operations.at) ? 'held' : 'leads'
}

/** Whether another relay waits for its turn: it takes the place of one that falls silent. */
export const standsBy = ({ workers }: Pick<Operations, 'workers'>): boolean =>
  workers.some(({ state, role }) => state === 'alive' && role === 'standby')

const OUTBOX_REPAIR = {
  leads: 'Nothing is lost. The relay catches up by itself while Kafka answers.',
  stopped: 'The waiting events are kept. The relay has stopped: see the reason under Relay.',
  silent: 'Nothing is lost. Start the relay.',
  held: 'Nothing is lost. It continues by itself once the transaction that holds the relay back has ended.',
  'not-yet': 'Nothing is lost. It continues by itself once the relay leads.',
} as const

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
  return {
    name: 'Ledger',
    tone: isLate ? 'warn' : 'ok',
    word: isLate ? 'Not published' : changesPerSecond > 0 ? 'Writing' : 'Quiet',
    figures: [
      `${perSecond(changesPerSecond)} changes / s`,
      oldestWaitingMs === null ? 'outbox empty' : `${count} in the outbox, oldest ${spanWords(oldestWaitingMs)}`,
    ],
    threshold: `late after ${spanWords(THRESHOLD_MS.outboxAge)} in the outbox`,
    repair: isLate ? OUTBOX_REPAIR[relayWords(operations)] : null,
  }
}

function relay(operations: Operations): Stage {
  const worker = workerOf(operations, 'outbox-relay')
  const { position } = operations.journal
  const base = { name: 'Relay', threshold: `silent after ${spanWords(THRESHOLD_MS.silence)}` }
  const at = `position ${countWords(position)}`
  const stop = stopOf(operations, 'outbox-relay')
  if (stop !== null) return { ...base, tone: 'bad', word: 'Stopped', figures: [at], repair: stop }
  if (worker?.state !== 'alive') {
    const { word, silence } = lifeWords(worker)
    const repair = standsBy(operations)
      ? { repair: 'Another relay is on standby. It takes over by itself within seconds.' }
      : start('outbox-relay')
    return { ...base, tone: 'bad', word, figures: [at, silence], ...repair }
  }
  const figures = [at, `${perSecond(worker.rate ?? 0)} events / s`]
  if (worker.role !== 'leading') {
    const first = operations.kafkaLoss.open.length > 0 ? ' and it has sent again what Kafka lost' : ''
    const error = worker.lastError === null ? '' : ' Its last error is below.'
    return {
      ...base,
      tone: 'warn',
      word: 'Not leading yet',
      figures,
      repair: `It leads as soon as Postgres and Kafka answer${first}.${error}`,
    }
  }
  if (!worker.heldBack) return { ...base, tone: 'ok', word: 'Leading', figures: [...figures, 'no transaction holds it back'], repair: null }
  const since = spanWords(Date.parse(operations.at) - Date.parse(worker.heldBack.since))
  const held = [...figures, `held back for ${since} by process ${worker.heldBack.pid}`]
  if (!isHeldBack(worker, operations.at)) return { ...base, tone: 'ok', word: 'Leading', figures: held, repair: null }
  return {
    ...base,
    tone: 'warn',
    word: 'Held back',
    figures: held,
    threshold: `held back after ${spanWords(THRESHOLD_MS.outboxAge)}`,
    repair: 'It continues by itself once that transaction ends.',
  }
}

/** Asked of those who talk to Kafka: the consumers tell how far they are behind in each partition. */
function kafka(operations: Operations): Stage {
  const consumers = operations.workers.flatMap(({ state, lag }) => (state === 'alive' && lag ? [lag] : []))
  const deadLetters = [operations.search.deadLetters, operations.finance.deadLetters]
  const dead = deadLetters.includes(null)
    ? 'dead letters not known'
    : `dead letters ${countWords(deadLetters.reduce<number>((sum, n) => sum + (n ?? 0), 0))}`
  const { partitions } = operations
  const base = { name: 'Kafka', threshold: `all ${partitions} partitions must be read` }
  const { open, sentAgain, sentAgainAt } = operations.kafkaLoss
  if (open.length > 0) {
    const figures = [`partition ${open.join(', ')}`, dead]
    return { ...base, tone: 'warn', word: 'Has lost events', figures, repair: LOSS_REPAIR[relayWords(operations)] }
  }
  const again =
    sentAgainAt === null
      ? []
      : [`${countWords(sentAgain)} event${sentAgain === 1 ? '' : 's'} sent again after a loss, last on ${dayWords(sentAgainAt)}`]
  if (consumers.length === 0) {
    return { ...base, tone: 'idle', word: 'Not known', figures: [dead], repair: 'No consumer is responding. See the workers below.' }
  }
  const read = Math.min(...consumers.map((lag) => Object.keys(lag).length))
  const behind = consumers.flatMap((lag) => Object.values(lag)).reduce((sum, events) => sum + events, 0)
  const isWhole = read >= partitions
  return {
    ...base,
    tone: isWhole ? 'ok' : 'warn',
    word: `${read} of ${partitions} partitions`,
    figures: [isWhole ? `${countWords(behind)} behind in total` : 'lag not known', dead, ...again],
    repair: isWhole ? null : 'If Kafka is down, start it. Relay and consumers come back by themselves.',
  }
}

const LOSS_REPAIR = {
  leads: 'The relay sends them again from the ledger by itself.',
  stopped: 'They are not sent again, because the relay has stopped. See the reason under Relay.',
  silent: 'The ledger has them. Start the relay, and it sends them again.',
  held: 'The relay sends them again from the ledger by itself.',
  'not-yet': 'The relay sends them again from the ledger before it leads.',
} as const

/** "28 Nov", in UTC as all of the pipeline. */
const dayWords = (at: string): string => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

const LATE_REPAIR = {
  leads: 'It catches up by itself.',
  stopped: 'It is waiting for the relay, which has stopped.',
  silent: 'It is waiting for the relay. Start the relay.',
  held: 'It is waiting for the relay, which one open transaction holds back.',
  'not-yet': 'It is waiting for the relay, which does not lead yet.',
} as const

function copy(name: 'Search' | 'Finance', operations: Operations, status: CopyStatus, worker: WorkerStatus | undefined): Stage {
  const { state, lagMs, position, deadLetters, contractMs, note } = status
  const behind = lagMs === null ? 'covers nothing yet' : `${spanWords(lagMs)} behind`
  const at = `position ${countWords(position ?? 0)}`
  const base = { name, threshold: `late after ${spanWords(contractMs)}` }
  const isFed = worker?.state === 'alive'
  if (state === 'down') {
    const figures = ['what it covers is not known']
    return { ...base, tone: 'bad', word: 'No answer', figures, ...(isFed ? { repair: DOWN[name] } : DOWN_UNFED[name]) }
  }
  if (state === 'incomplete') {
    const gap = isFed ? { repair: GAP_REPAIR[relayWords(operations)] } : start(processOf(name))
    const repair = deadLetters ? { repair: 'See the dead letters below.' } : gap
    return { ...base, tone: 'bad', word: 'Incomplete', figures: [behind, at, note ?? ''], ...repair }
  }
  if (state === 'late') {
    const repair = isFed ? { repair: lateRepair(operations, worker) } : start(processOf(name))
    return { ...base, tone: 'warn', word: lagMs === null ? 'Nothing yet' : 'Late', figures: [behind, at], ...repair }
  }
  return { ...base, tone: 'ok', word: behind, figures: [at, 'no dead letter, no gap'], repair: null }
}

/** A worker tries again at least this often, so that an older error is no longer what keeps it. */
const TRIED_AGAIN_MS = 40_000

function lateRepair(operations: Operations, { lastErrorMs }: WorkerStatus): string {
  const relay = relayWords(operations)
  const wasHeldUp = relay === 'leads' && lastErrorMs !== null && lastErrorMs < TRIED_AGAIN_MS
  return wasHeldUp ? 'An error held it up. See its last error below.' : LATE_REPAIR[relay]
}

const GAP_REPAIR = {
  leads: 'It reads the partition again by itself, and the relay sends again what Kafka lost.',
  stopped: 'It reads the partition again by itself. What Kafka lost is not sent again, because the relay has stopped.',
  silent: 'It reads the partition again by itself. Start the relay, and it sends again what Kafka lost.',
  held: 'It reads the partition again by itself, and the relay sends again what Kafka lost.',
  'not-yet': 'It reads the partition again by itself. The relay sends again what Kafka lost before it leads.',
} as const

const DOWN = {
  Search: 'If Elasticsearch is down, start it. The projector catches up by itself.',
  Finance: 'The loader makes the published file again by itself. If it cannot, see its last error below.',
} as const

/** Each worker keeps beside what it writes how far it is. */
const start = (process: string) => ({ repair: 'Start it, and it continues where it was:', command: startCommand(process) })

const DOWN_UNFED = {
  Search: { repair: 'If Elasticsearch is down, start it. Then start the projector:', command: startCommand('search-projector') },
  Finance: start('finance-loader'),
} as const

const processOf = (name: 'Search' | 'Finance') => (name === 'Search' ? 'search-projector' : 'finance-loader')

function lifeWords(worker: WorkerStatus | undefined): { word: string; silence: string } {
  if (!worker || worker.silentMs === null) return { word: 'Not started', silence: 'never responded' }
  return { word: 'Not responding', silence: `for ${spanWords(worker.silentMs)}` }
}

/** "38", and "0.4" where a whole number would say nothing. */
export function perSecond(rate: number): string {
  return rate > 0 && rate < 10 ? (Math.round(rate * 10) / 10).toString() : countWords(Math.round(rate))
}

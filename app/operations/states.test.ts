/** Every red or amber state that the desk can show says its one repair or who must act, and has a runbook: all of them are walked. */
import { describe, expect, it } from 'vitest'
import type { CopyStatus, Operations } from '@/desks/operations/read-operations'
import { CAUSES, MISMATCH_KINDS } from '@/operations/compare/causes'
import { RUNBOOKS } from '@/operations/runbooks'
import type { CopySkew } from '@/operations/version-skew'
import type { WorkerRestart } from '@/operations/worker-restarts'
import { WORKERS, type WorkerStatus } from '@/operations/worker-status'
import { repairWords } from './mismatch-words'
import { sectionRunbooks, stageRunbook } from './section-runbooks'
import { definitionWords, olderWords } from './skew-words'
import { stagesOf } from './stages'
import { restartWords, startCommand, workerWords } from './worker-words'

const AT = '2026-11-25T10:00:00.000Z'
const worker = (process: string, change: Partial<WorkerStatus> = {}): WorkerStatus => ({
  ...{ process, state: 'alive', beatAt: AT, silentMs: 500, version: '1.0.0', position: '41', rate: 0, role: null, heldBack: null },
  ...{ lag: null, lastError: null, lastErrorAt: null, lastErrorMs: null, instance: null, startedAt: null, restart: null },
  ...change,
})
const SILENT = { state: 'silent', silentMs: 60_000 } as const
const LEADING = { role: 'leading' } as const
const stop = (kind: 'ledger' | 'events') => ({
  process: 'outbox-relay' as const,
  kind,
  sentence: 'It is another database.',
  isTold: false,
  since: AT,
})
const HELD = { pid: 7, database: null, application: null, query: null, since: '2026-11-25T09:00:00.000Z' }

const RELAYS: readonly (Pick<Operations, 'stops'> & { relays: WorkerStatus[] })[] = [
  { relays: [worker('outbox-relay', LEADING)], stops: [] },
  { relays: [worker('outbox-relay', { ...LEADING, heldBack: HELD })], stops: [] },
  { relays: [worker('outbox-relay', { role: 'starting' })], stops: [] },
  { relays: [worker('outbox-relay', SILENT)], stops: [] },
  { relays: [worker('outbox-relay', { state: 'not-started', silentMs: null })], stops: [] },
  { relays: [worker('outbox-relay', SILENT), worker('outbox-relay-standby', { role: 'standby' })], stops: [] },
  { relays: [worker('outbox-relay', { role: 'starting' })], stops: [stop('ledger')] },
  { relays: [worker('outbox-relay', { role: 'starting' })], stops: [stop('events')] },
]
const COPIES: readonly Partial<CopyStatus>[] = [
  {},
  { state: 'late', lagMs: 500_000 },
  { state: 'late', lagMs: null, coveredUntil: null, position: null },
  { state: 'incomplete', note: 'a gap in the events after position 7' },
  { state: 'incomplete', note: '2 events could not be applied', deadLetters: 2 },
  { state: 'down', lagMs: null, coveredUntil: null, position: null, deadLetters: null },
]
const CONSUMERS: readonly Partial<WorkerStatus>[] = [
  { lag: { 0: 0, 1: 0, 2: 5, 3: 0, 4: 0, 5: 7 } },
  { lag: {} },
  { lag: {}, lastError: 'disk full', lastErrorMs: 1_000 },
  SILENT,
]
const WELL: Omit<Operations, 'workers' | 'search' | 'finance' | 'stops'> = {
  ...{ at: AT, partitions: 6, kafkaLoss: { open: [], sentAgain: 0, sentAgainAt: null }, deadLetters: [] },
  journal: { era: 1, position: '41', confirmedAt: AT, waiting: 0, waitingIsExact: true, oldestWaitingMs: null, changesPerSecond: 0.4 },
  ...{ strandedRuns: [], waitingFiles: [], asideFiles: [], failedJobs: [], comparisons: { quick: null, deep: null, underWay: null } },
  ...{ mismatches: { total: 0, newest: [] }, skew: [] },
}
const copy = (store: 'search' | 'finance', change: Partial<CopyStatus>): CopyStatus => ({
  ...{
    store,
    state: 'fresh',
    coveredUntil: AT,
    position: '41',
    lagMs: 2_000,
    contractMs: store === 'search' ? 30_000 : 120_000,
    deadLetters: 0,
  },
  ...change,
})

/** Every relay with every copy, consumer, outbox and loss. */
function* everyState(): Generator<Operations> {
  for (const { relays, stops } of RELAYS)
    for (const state of COPIES)
      for (const consumer of CONSUMERS)
        for (const [oldestWaitingMs, open] of [
          [null, []],
          [60_000, []],
          [60_000, [2]],
        ] as [number | null, number[]][])
          yield {
            ...WELL,
            ...{ stops, search: copy('search', state), finance: copy('finance', state) },
            workers: [...relays, worker('search-projector', consumer), worker('finance-loader', consumer)],
            journal: { ...WELL.journal, oldestWaitingMs, waiting: oldestWaitingMs === null ? 0 : 4 },
            kafkaLoss: { ...WELL.kafkaLoss, open },
          }
}

it('each stage in each state says what repairs it, and has a runbook; one that is well says neither', () => {
  const seen = new Set<string>()
  for (const operations of everyState())
    for (const stage of stagesOf(operations)) {
      const runbook = stageRunbook(stage, operations)
      seen.add(`${stage.name}: ${stage.tone === 'ok' ? 'well' : stage.word}`)
      const said = {
        stage: stage.name,
        word: stage.word,
        repair: stage.repair !== null && stage.repair.length > 10,
        runbook: runbook !== null,
      }
      expect(said).toEqual({ ...said, repair: stage.tone !== 'ok', runbook: stage.tone !== 'ok' })
      if (runbook) expect(RUNBOOKS).toContain(runbook)
    }
  expect([...seen].sort()).toEqual(
    [
      ...['Finance: Incomplete', 'Finance: Late', 'Finance: No answer', 'Finance: Nothing yet', 'Finance: well'],
      ...['Kafka: 0 of 6 partitions', 'Kafka: Has lost events', 'Kafka: Not known', 'Kafka: well', 'Ledger: Not published', 'Ledger: well'],
      ...['Relay: Held back', 'Relay: Not leading yet', 'Relay: Not responding', 'Relay: Not started', 'Relay: Stopped', 'Relay: well'],
      ...['Search: Incomplete', 'Search: Late', 'Search: No answer', 'Search: Nothing yet', 'Search: well'],
    ].sort(),
  )
})

describe('below the stages', () => {
  it('a worker that is missing is started by a command', () => {
    for (const process of WORKERS)
      for (const state of ['silent', 'not-started'] as const) {
        expect(workerWords(worker(process, { state })).tone).not.toBe('ok')
        expect(startCommand(process)).toContain(process)
      }
  })

  it('every cause of a difference has its repair', () => {
    for (const cause of CAUSES) for (const kind of MISMATCH_KINDS) expect(repairWords({ cause, kind })).toMatch(/^[A-Z].{10,}\.$/)
  })

  it('both skews', () => {
    const none: CopySkew = {
      ...{ copy: 'search', older: 0, isExact: true, oldestMs: null, olderDefinition: 0 },
      byDistance: { one: 0, two: 0, more: 0 },
    }
    for (const copyName of ['search', 'finance'] as const)
      for (const change of [
        {},
        { older: null, olderDefinition: null },
        { older: 1 },
        { older: 1, oldestMs: 1 },
        { older: 1, oldestMs: 1e6, olderDefinition: 1 },
      ])
        for (const judged of [olderWords({ ...none, copy: copyName, ...change }), definitionWords({ ...none, copy: copyName, ...change })])
          expect(judged.repair !== null).toBe(judged.tone !== 'ok')
  })

  it('a part with something to look at has its runbook, and only then', () => {
    const well: Operations = { ...WELL, stops: [], workers: [], search: copy('search', {}), finance: copy('finance', {}) }
    expect(sectionRunbooks(well)).toEqual({})
    const all = sectionRunbooks({
      ...well,
      ...{ mismatches: { total: 1, newest: [] }, search: copy('search', { deadLetters: 1 }), workers: [worker('jobs', SILENT)] },
      skew: [
        { ...{ copy: 'search', older: 1, isExact: true, oldestMs: null, olderDefinition: 0 }, byDistance: { one: 1, two: 0, more: 0 } },
      ],
      ...({ failedJobs: [{}], strandedRuns: [{}], waitingFiles: [{}] } as unknown as Partial<Operations>),
    })
    expect(all).toEqual({
      comparisons: 'stores-differ',
      'dead-letters': 'dead-letters',
      skew: 'copy-behind',
      workers: 'process-not-ready',
      'failed-jobs': 'failed-jobs',
      stranded: 'bank-does-not-answer',
      waiting: 'bank-does-not-answer',
    })
  })
})

describe('a restart that was asked for', () => {
  const asked = { id: '1', process: 'jobs', instance: '2', reason: 'x', askedBy: 'Olga', askedAt: AT, askedMs: 1_000 }
  const of = (change: Partial<WorkerRestart>) => restartWords({ ...asked, endedAt: null, endedMs: null, backAt: null, ...change })
  it('says how far it is, and who must act where it does not get on', () => {
    expect(of({})).toMatchObject({ tone: 'info', mustStart: false })
    expect(of({ askedMs: 30_000 }).word).toContain('Its supervisor must end it.')
    expect(of({ endedAt: AT, endedMs: 59_000 })).toMatchObject({ tone: 'info', mustStart: false })
    expect(of({ endedAt: AT, endedMs: 61_000 })).toMatchObject({ tone: 'bad', mustStart: true })
    expect(of({ endedAt: AT, endedMs: 61_000, backAt: AT })).toMatchObject({ tone: 'ok' })
    expect(of({ askedMs: 90_000, backAt: AT })).toMatchObject({ tone: 'ok' })
  })
})

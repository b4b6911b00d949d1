import { expect, it } from 'vitest'
import type { CopyStatus, Operations } from '@/desks/operations/read-operations'
import type { WorkerStatus } from '@/operations/worker-status'
import { stagesOf } from './stages'

const AT = '2026-11-25T10:00:00.000Z'

const worker = (process: string, change: Partial<WorkerStatus> = {}): WorkerStatus => ({
  process,
  state: 'alive',
  beatAt: AT,
  silentMs: 500,
  version: '1.0.0',
  position: '41',
  rate: 0,
  role: null,
  heldBack: null,
  lag: null,
  lastError: null,
  lastErrorAt: null,
  lastErrorMs: null,
  instance: null,
  startedAt: null,
  restart: null,
  ...change,
})

const copy = (store: 'search' | 'finance', change: Partial<CopyStatus> = {}): CopyStatus => ({
  store,
  state: 'fresh',
  coveredUntil: AT,
  position: '1204377',
  lagMs: 2_000,
  contractMs: store === 'search' ? 30_000 : 120_000,
  deadLetters: 0,
  ...change,
})

const LAG = { 0: 0, 1: 0, 2: 5, 3: 0, 4: 0, 5: 7 }
const WELL: Operations = {
  at: AT,
  partitions: 6,
  journal: {
    era: 1,
    position: '1204377',
    confirmedAt: AT,
    waiting: 0,
    waitingIsExact: true,
    oldestWaitingMs: null,
    changesPerSecond: 0.44,
  },
  workers: [
    worker('outbox-relay', { role: 'leading', rate: 38.2 }),
    worker('search-projector', { lag: LAG }),
    worker('finance-loader', { lag: LAG }),
    worker('bank-gateway'),
  ],
  stops: [],
  kafkaLoss: { open: [], sentAgain: 0, sentAgainAt: null },
  strandedRuns: [],
  waitingFiles: [],
  asideFiles: [],
  failedJobs: [],
  comparisons: { quick: null, deep: null, underWay: null },
  mismatches: { total: 0, newest: [] },
  skew: [],
  search: copy('search'),
  finance: copy('finance'),
  deadLetters: [],
}

const stage = (name: string, change: Partial<Operations> = {}) => stagesOf({ ...WELL, ...change }).find((each) => each.name === name)
const changed = (process: string, change: Partial<WorkerStatus>) => ({
  workers: WELL.workers.map((each) => (each.process === process ? { ...each, ...change } : each)),
})

it('says nothing of repairs while all is well', () => {
  expect(stagesOf(WELL).map(({ name, tone, word, repair }) => [name, tone, word, repair])).toEqual([
    ['Ledger', 'ok', 'Writing', null],
    ['Relay', 'ok', 'Leading', null],
    ['Kafka', 'ok', '6 of 6 partitions', null],
    ['Search', 'ok', '2 s behind', null],
    ['Finance', 'ok', '2 s behind', null],
  ])
  expect(stage('Ledger')?.figures).toEqual(['0.4 changes / s', 'outbox empty'])
  expect(stage('Relay')?.figures).toEqual(['position 1,204,377', '38 events / s', 'no transaction holds it back'])
  expect(stage('Kafka')?.figures).toEqual(['24 behind in total', 'dead letters 0'])
})

it('an outbox that nobody empties is late, and names who must run', () => {
  const journal = { ...WELL.journal, waiting: 10_000, waitingIsExact: false, oldestWaitingMs: 61_000 }
  expect(stage('Ledger', { journal })).toMatchObject({
    tone: 'warn',
    repair: 'Nothing is lost. The relay catches up by itself while Kafka answers.',
  })
  const late = stage('Ledger', { journal, ...changed('outbox-relay', { state: 'silent' }) })
  expect(late).toMatchObject({ word: 'Not published', repair: 'Nothing is lost. Start the relay.' })
  expect(late?.figures[1]).toBe('10,000+ in the outbox, oldest 1 min')
})

it('a relay that is silent, never began, does not lead or is held back is never called leading', () => {
  expect(stage('Relay', changed('outbox-relay', { state: 'silent', silentMs: 180_000 }))).toMatchObject({
    tone: 'bad',
    word: 'Not responding',
  })
  expect(stage('Relay', changed('outbox-relay', { state: 'not-started', silentMs: null }))).toMatchObject({
    tone: 'bad',
    word: 'Not started',
  })
  expect(stage('Relay', changed('outbox-relay', { role: 'starting' }))).toMatchObject({ tone: 'warn', word: 'Not leading yet' })
  const heldBack = { pid: 7, database: 'other', application: null, query: null, since: '2026-11-25T09:57:00.000Z' }
  const held = stage('Relay', changed('outbox-relay', { heldBack }))
  expect(held).toMatchObject({ tone: 'warn', word: 'Held back' })
  expect(held?.figures).toContain('held back for 3 min by process 7')
})

it('a short hold is told without alarm', () => {
  const heldBack = { pid: 7, database: null, application: null, query: null, since: '2026-11-25T09:59:57.000Z' }
  expect(stage('Relay', changed('outbox-relay', { heldBack }))).toMatchObject({ tone: 'ok', word: 'Leading', repair: null })
})

it('partitions nobody reads, and consumers that cannot tell, do not look well', () => {
  expect(stage('Kafka', changed('search-projector', { lag: {} }))).toMatchObject({ tone: 'warn', word: '0 of 6 partitions' })
  const silent = WELL.workers.map((each) => ({ ...each, state: 'silent' as const }))
  expect(stage('Kafka', { workers: silent })).toMatchObject({ tone: 'idle', word: 'Not known' })
  expect(stage('Kafka', { search: copy('search', { deadLetters: null }) })?.figures).toContain('dead letters not known')
})

it('a copy says late, incomplete and no answer apart, each with what helps', () => {
  expect(stage('Search', { search: copy('search', { state: 'late', lagMs: 65_000 }) })).toMatchObject({
    tone: 'warn',
    word: 'Late',
    repair: 'It catches up by itself.',
  })
  const silent = changed('finance-loader', { state: 'silent' })
  const late = stage('Finance', { ...silent, finance: copy('finance', { state: 'late', lagMs: null, position: null }) })
  expect(late).toMatchObject({ word: 'Nothing yet', command: 'node --import tsx workers/finance-loader/main.ts' })
  const incomplete = stage('Finance', {
    finance: copy('finance', { state: 'incomplete', deadLetters: 1, note: '1 event could not be applied' }),
  })
  expect(incomplete).toMatchObject({ tone: 'bad', word: 'Incomplete', repair: 'See the dead letters below.' })
  expect(stage('Search', { search: copy('search', { state: 'down', deadLetters: null }) })).toMatchObject({
    tone: 'bad',
    word: 'No answer',
  })
})

it('promises nothing of a relay that has stopped, is held back or does not lead', () => {
  const late = {
    journal: { ...WELL.journal, waiting: 5, oldestWaitingMs: 61_000 },
    search: copy('search', { state: 'late', lagMs: 90_000 }),
  }
  const sentence = 'The relay stops: the ledger was restored.'
  const stopped = { ...late, stops: [{ process: 'outbox-relay' as const, kind: 'ledger' as const, sentence, isTold: false, since: AT }] }
  expect(stage('Relay', stopped)).toMatchObject({ tone: 'bad', word: 'Stopped', repair: sentence })
  expect(stage('Relay', stopped)?.command).toBeUndefined()
  expect(stage('Ledger', stopped)?.repair).toBe('The waiting events are kept. The relay has stopped: see the reason under Relay.')
  expect(stage('Search', stopped)?.repair).toBe('It is waiting for the relay, which has stopped.')
  const heldBack = { pid: 7, database: null, application: null, query: null, since: '2026-11-25T09:57:00.000Z' }
  const held = { ...late, ...changed('outbox-relay', { heldBack }) }
  expect(stage('Ledger', held)?.repair).toMatch(/once the transaction that holds the relay back has ended/)
  expect(stage('Search', held)?.repair).toMatch(/one open transaction holds back/)
  const waiting = { ...late, ...changed('outbox-relay', { role: 'starting' }) }
  expect(stage('Ledger', waiting)?.repair).toMatch(/once the relay leads/)
  expect(stage('Search', { ...late, ...changed('outbox-relay', { state: 'silent' }) })?.repair).toMatch(/Start the relay\.$/)
  expect(stage('Search', late)?.repair).toBe('It catches up by itself.')
})

it('says of a silent relay that another one stands by, and not that somebody must start it', () => {
  const standby = worker('outbox-relay-standby', { role: 'standby' })
  const frozen = { workers: [...changed('outbox-relay', { state: 'silent', role: 'leading' }).workers, standby] }
  expect(stage('Relay', frozen)).toMatchObject({
    word: 'Not responding',
    repair: 'Another relay is on standby. It takes over by itself within seconds.',
  })
  expect(stage('Relay', frozen)?.command).toBeUndefined()
  expect(stage('Search', { ...frozen, search: copy('search', { state: 'late', lagMs: 90_000 }) })?.repair).toMatch(/does not lead yet/)
})

it('does not promise that a copy catches up while its worker cannot', () => {
  const late = { search: copy('search', { state: 'late' as const, lagMs: 90_000 }) }
  const failing = changed('search-projector', { lastError: 'its log is damaged', lastErrorMs: 2_000 })
  expect(stage('Search', { ...late, ...failing })?.repair).toBe('An error held it up. See its last error below.')
  const gap = { search: copy('search', { state: 'incomplete' as const, note: 'a gap in the events after position 7' }) }
  expect(stage('Search', gap)?.repair).toMatch(/the relay sends again what Kafka lost\.$/)
  expect(stage('Search', { ...gap, ...changed('outbox-relay', { state: 'silent' }) })?.repair).toMatch(
    /Start the relay, and it sends again what Kafka lost\.$/,
  )
  const nobody = changed('search-projector', { state: 'silent' })
  expect(stage('Search', { ...gap, ...nobody })?.command).toBe('node --import tsx workers/search-projector/main.ts')
  expect(stage('Search', { search: copy('search', { state: 'down' }), ...nobody })?.repair).toMatch(
    /^If Elasticsearch is down, start it\. Then/,
  )
})

it('says what Kafka has lost, and that it was sent again', () => {
  const open = { kafkaLoss: { open: [2, 4], sentAgain: 0, sentAgainAt: null } }
  expect(stage('Kafka', open)).toMatchObject({
    tone: 'warn',
    word: 'Has lost events',
    repair: 'The relay sends them again from the ledger by itself.',
  })
  expect(stage('Kafka', { ...open, ...changed('outbox-relay', { state: 'silent' }) })?.repair).toMatch(
    /Start the relay, and it sends them again/,
  )
  const again = stage('Kafka', { kafkaLoss: { open: [], sentAgain: 1_205, sentAgainAt: AT } })
  expect(again).toMatchObject({ tone: 'ok', repair: null })
  expect(again?.figures).toContain('1,205 events sent again after a loss, last on 25 Nov')
})

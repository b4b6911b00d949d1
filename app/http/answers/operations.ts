/** The pipeline as it is now. */
import { z } from 'zod'
import { FIGURES } from '@/operations/figure-names'
import { comparison, mismatch, tier } from './comparison'
import { freshness } from './freshness'

export const journalStatus = z.strictObject({
  era: z.int(),
  position: z.string(),
  confirmedAt: z.string().nullable(),
  waiting: z.int(),
  waitingIsExact: z.boolean(),
  oldestWaitingMs: z.number().nullable(),
  changesPerSecond: z.number(),
})

export const heldBack = z.strictObject({
  pid: z.int(),
  database: z.string().nullable(),
  application: z.string().nullable(),
  query: z.string().nullable(),
  since: z.string(),
  session: z
    .strictObject({
      xid: z.string(),
      backendStart: z.string(),
      xactStart: z.string(),
      user: z.string(),
      state: z.string().nullable(),
      isOurs: z.boolean(),
    })
    .nullish(),
})

export const workerRestart = z.strictObject({
  id: z.string(),
  process: z.string(),
  instance: z.string(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  askedMs: z.number(),
  endedAt: z.string().nullable(),
  endedMs: z.number().nullable(),
  backAt: z.string().nullable(),
})

export const workerStatus = z.strictObject({
  process: z.string(),
  state: z.enum(['alive', 'silent', 'not-started']),
  beatAt: z.string().nullable(),
  silentMs: z.number().nullable(),
  version: z.string().nullable(),
  position: z.string().nullable(),
  rate: z.number().nullable(),
  role: z.string().nullable(),
  heldBack: heldBack.nullable(),
  lag: z.record(z.string(), z.number()).nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.string().nullable(),
  lastErrorMs: z.number().nullable(),
  instance: z.string().nullable(),
  startedAt: z.string().nullable(),
  restart: workerRestart.nullable(),
})

export const historyStop = z.strictObject({
  process: z.enum(['outbox-relay', 'bank-gateway']),
  kind: z.enum(['ledger', 'events']),
  sentence: z.string(),
  isTold: z.boolean(),
  since: z.string(),
})

export const kafkaLoss = z.strictObject({ open: z.array(z.int()), sentAgain: z.int(), sentAgainAt: z.string().nullable() })

const copySkew = z.strictObject({
  copy: z.enum(['search', 'finance']),
  older: z.int().nullable(),
  isExact: z.boolean(),
  oldestMs: z.number().nullable(),
  byDistance: z.strictObject({ one: z.int(), two: z.int(), more: z.int() }),
  olderDefinition: z.int().nullable(),
})

export const strandedRun = z.strictObject({
  id: z.string(),
  reference: z.string(),
  companyName: z.string(),
  period: z.string(),
  since: z.string(),
  payingMs: z.number(),
  sent: z.int(),
  held: z.int(),
  approved: z.int(),
  isLate: z.boolean(),
  messageIds: z.array(z.string()),
})

export const waitingFile = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  messageId: z.string(),
  payments: z.int(),
  runId: z.string(),
  runReference: z.string(),
  createdAt: z.string(),
})

const asideFile = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  receivedAt: z.string(),
  note: z.string().nullable(),
  reading: z
    .strictObject({
      state: z.enum(['asked', 'failed']),
      askedBy: z.string(),
      askedAt: z.string(),
      endedAt: z.string().nullable(),
      outcome: z.string().nullable(),
    })
    .nullable(),
})

export const copyStatus = freshness.extend({ deadLetters: z.int().nullable() })

export const deadLetter = z.strictObject({
  consumer: z.enum(['search-projector', 'finance-loader']),
  reason: z.string(),
  partition: z.int(),
  position: z.string().nullable(),
  offset: z.string(),
  at: z.string(),
})

export const failedJobs = z.strictObject({
  queue: z.string(),
  jobs: z.int(),
  since: z.string(),
  newest: z.string(),
  requestId: z.string().nullable(),
})

export const openMismatch = mismatch.pick({ id: true, store: true, kind: true, subject: true, cause: true, foundAt: true, owner: true })

export const operations = z.strictObject({
  journal: journalStatus,
  workers: z.array(workerStatus),
  stops: z.array(historyStop),
  failedJobs: z.array(failedJobs),
  comparisons: z.strictObject({ quick: comparison.nullable(), deep: comparison.nullable(), underWay: tier.nullable() }),
  skew: z.array(copySkew),
  mismatches: z.strictObject({ total: z.int(), newest: z.array(openMismatch) }),
  kafkaLoss,
  strandedRuns: z.array(strandedRun),
  waitingFiles: z.array(waitingFile),
  asideFiles: z.array(asideFile),
  at: z.string(),
  partitions: z.int(),
  search: copyStatus,
  finance: copyStatus,
  deadLetters: z.array(deadLetter),
})

const quantiles = z.strictObject({ p50Ms: z.int(), p99Ms: z.int(), p999Ms: z.int() }).nullable()
const bySpan = z.strictObject({ hour: quantiles, day: quantiles, week: quantiles })

export const latencies = z.strictObject({ search: bySpan, finance: bySpan })

const line = z.array(z.number().nullable())

export const figures = z.strictObject({
  figures: z.array(
    z.strictObject({
      figure: z.enum(Object.keys(FIGURES) as [keyof typeof FIGURES, ...(keyof typeof FIGURES)[]]),
      newest: z.number(),
      lastHour: line,
      lastDay: line,
    }),
  ),
})

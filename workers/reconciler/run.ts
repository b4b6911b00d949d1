/** Compares when somebody asks for it, when it comes round, and when search answers from another index. */
import { holdFacts } from '@/finance/hold-facts'
import { askComparison, sinceLast, takeComparison, thinComparisons } from '@/operations/compare/comparisons'
import { type Beside, runComparison } from '@/operations/compare/run-comparison'
import { whenDue } from '@/operations/compare/when-due'
import type { HeartbeatContent } from '@/operations/heartbeat'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { backOffMs, pause } from '@/platform/retry'
import type { Search } from '@/search/client'
import { answeringFilling, holdSearch } from '@/search/hold-index'
import type { JournalCompared } from './compare-journal'
import { measureDefinitions, type OlderDefinition } from './measure-definitions'
import { proveRepairs } from './prove-repair'

const LOOK_MS = 1_000
const RETRY_MS_MAX = 30_000
/** Finance publishes every few seconds, and takes a tenth of the time for it. */
const WAIT_MS = 60_000
const THIN_EVERY_MS = 3_600_000

type ReconcilerOptions = {
  ledger: Ledger
  search: Search
  financeDir: string
  beside: Beside & { journal: () => Promise<JournalCompared> }
  clock: Clock
  log: Logger
}
export type Reconciler = {
  status(): HeartbeatContent
  /** Rounds in a row that failed. */
  failures(): number
  onError(listener: (error: unknown) => void): void
  stop(): Promise<void>
}

/** Runs until it is stopped. A store that is away is left out, and said to be; without Postgres it waits. */
export function reconcile({ ledger, search, financeDir, beside, clock, log }: ReconcilerOptions): Reconciler {
  const stopping = new AbortController()
  const { signal } = stopping
  const hold = { search: () => holdSearch(search), finance: () => holdFacts(financeDir) }
  let listener: (error: unknown) => void = () => undefined
  let position: bigint | null = null
  let detail: Record<string, unknown> = { comparing: null }
  let olderDefinition: OlderDefinition = { search: null, finance: null }
  let filling: string | null = null
  let thinnedAt = Number.NEGATIVE_INFINITY

  async function askIfDue(): Promise<void> {
    const answering = (await answeringFilling(search).catch(() => null)) ?? filling
    const isRebuilt = filling !== null && answering !== filling
    filling = answering
    const tier = isRebuilt ? 'quick' : whenDue(await sinceLast(ledger), clock().getTime())
    if (tier) await askComparison(ledger, tier, null)
  }

  async function compareNext(): Promise<void> {
    const taken = await takeComparison(ledger)
    if (!taken) return
    detail = { comparing: taken.tier }
    try {
      const result = await runComparison({ ledger, hold, beside, waitMs: WAIT_MS, signal, pause: (ms) => pause(ms, signal) }, taken)
      if (result) position = result.position
      log.info({ ...taken, ...result, position: String(result?.position) }, 'compared')
    } finally {
      detail = { comparing: null, comparedAt: clock().toISOString() }
    }
  }

  let failures = 0
  async function loop(): Promise<void> {
    for (; !signal.aborted; await pause(backOffMs(failures, LOOK_MS, RETRY_MS_MAX), signal)) {
      try {
        await proveRepairs({ ledger, search, financeDir, compareJournal: beside.journal, log })
        await askIfDue()
        await compareNext()
        if (performance.now() - thinnedAt > THIN_EVERY_MS) {
          await thinComparisons(ledger)
          thinnedAt = performance.now()
        }
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        listener(error)
        if (failures % 30 === 0) log.warn({ err: error, failures: failures + 1 }, 'nothing can be compared; it is tried again')
        failures += 1
      }
    }
  }
  const measuring = measureDefinitions({ search, financeDir, signal }, (found) => (olderDefinition = found))
  const running = Promise.all([loop(), measuring])

  return {
    status: () => ({ position, rate: null, detail: { ...detail, olderDefinition } }),
    failures: () => failures,
    onError: (next) => {
      listener = next
    },
    async stop() {
      stopping.abort()
      await Promise.race([running, pause(STOP_LIMIT_MS)])
    },
  }
}

/** One that is under way then is marked as ended unfinished by whoever runs next. */
const STOP_LIMIT_MS = 2_000

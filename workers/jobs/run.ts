/** Whatever is long or comes round: taken from the queue and done here. Any number of these processes may run, each job is given to one of them. */
import type { Job } from 'pg-boss'
import { writeExport } from '@/desks/exports/write-export'
import { makeClosePack } from '@/desks/months/make-pack'
import type { ExportJob } from '@/payroll/finance-desk/ask-export'
import type { CheckJob } from '@/payroll/imports/begin-check'
import { checkImport } from '@/payroll/imports/check-import'
import type { PackJob } from '@/payroll/months/prepare-close'
import { type CompareJob, compareOpenRuns } from '@/payroll/runs/compare-runs'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { untilDone } from '@/platform/retry'
import { doJob } from './do-job'
import { FETCHING_ASKED, FETCHING_SCHEDULED, FETCHING_SOON, openQueue } from './queue'
import { type LinkJob, type MailOptions, sendLink } from './send-link'
import { sweep } from './sweep'
import { watchFigures } from './watch-figures'

const EVERY_TEN_MINUTES = '*/10 * * * *'
/** A small file does not wait for a large one; more at once would only share one processor. */
const CHECKS_AT_ONCE = 2
/** What is not done by then goes back to the queue. */
const STOP_LIMIT_MS = 2_000

type JobsOptions = {
  databaseUrl: string
  ledger: Ledger
  importDir: string
  financeDir: string
  accountHashKey: string
  mail: MailOptions | null
  log: Logger
  clock: Clock
}

export type Jobs = {
  /** When this process swept last. */
  status(): { sweptAt: string | null }
  /** Whether the queue was opened. */
  isOpen(): boolean
  onError(listener: (error: unknown) => void): void
  stop(): Promise<void>
}

/** Takes jobs and does them until it is stopped. A database that is away is waited for. */
export function runJobs(options: JobsOptions): Jobs {
  const { databaseUrl, log, clock } = options
  const stopping = new AbortController()
  let listener: (error: unknown) => void = () => undefined
  let sweptAt: string | null = null
  let isOpen = false
  const failed = (error: unknown): void => listener(error)
  const queue = openQueue(databaseUrl)
  queue.on('error', (error) => {
    failed(error)
    // Not the error itself: the pool hangs its whole connection onto it.
    log.warn({ reason: error.message, stack: error.stack }, 'the queue will try again')
  })
  queue.on('warning', ({ message, data }) => log.warn({ data }, message))

  async function begin(): Promise<void> {
    await queue.start()
    // One that came due while no process ran is made up for.
    await queue.schedule('sweep', EVERY_TEN_MINUTES, {}, { missed: 'once' })
    await queue.work(
      'check-import',
      { ...FETCHING_ASKED, perJobResults: true, localConcurrency: CHECKS_AT_ONCE },
      ([job]: Job<CheckJob>[]) => doJob({ log, failed }, job!, (check) => checkImport(options, check, clock())),
    )
    await queue.work('compare-runs', { ...FETCHING_SOON, perJobResults: true }, ([job]: Job<CompareJob>[]) =>
      doJob({ log, failed }, job!, ({ data }) => compareOpenRuns(options.ledger, data.companyId)),
    )
    await queue.work('make-close-pack', { ...FETCHING_ASKED, perJobResults: true }, ([job]: Job<PackJob>[]) =>
      doJob({ log, failed }, job!, ({ data }) => makeClosePack(options, data, clock())),
    )
    await queue.work('write-export', { ...FETCHING_ASKED, perJobResults: true }, ([job]: Job<ExportJob>[]) =>
      doJob({ log, failed }, job!, ({ data }) => writeExport({ ...options, clock, signal: stopping.signal }, data)),
    )
    const { mail } = options
    if (mail)
      await queue.work('send-link', { ...FETCHING_ASKED, perJobResults: true }, ([job]: Job<LinkJob>[]) =>
        doJob({ log, failed }, job!, ({ data }) => sendLink(options.ledger, mail, data.linkId, clock())),
      )
    await queue.work('sweep', { ...FETCHING_SCHEDULED, perJobResults: true }, ([job]: Job[]) =>
      doJob({ log, failed }, job!, async () => {
        const swept = await sweep(options, clock())
        sweptAt = clock().toISOString()
        log.info(swept, 'swept')
      }),
    )
    isOpen = true
  }
  const watching = watchFigures({ ledger: options.ledger, clock, log, signal: stopping.signal })
  const begun = untilDone(begin, { what: 'opening the queue', log, signal: stopping.signal, onError: failed }).catch(() => undefined)

  return {
    status: () => ({ sweptAt }),
    isOpen: () => isOpen,
    onError: (next) => {
      listener = next
    },
    async stop() {
      stopping.abort()
      await Promise.all([begun, watching])
      await queue.stop({ timeout: STOP_LIMIT_MS })
    },
  }
}

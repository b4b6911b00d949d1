/** The loop of the jobs. There is one so far; each is harmless to do twice, so two of these processes do no harm. */
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'
import type { Logger } from '@/platform/log'
import { type WorkLoop, workLoop } from '@/platform/work-loop'
import { sweep } from './sweep'

const PERIOD_MS = 10 * 60_000
const RETRY_MS = 10_000

export type Jobs = WorkLoop & { status(): { sweptAt: string | null } }

/** Runs the jobs, each at its time; what fails is tried again. */
export function runJobs(place: { ledger: Ledger; importDir: string; log: Logger; clock: Clock }): Jobs {
  const { log, clock } = place
  let sweptAt: string | null = null
  const loop = workLoop(async (failed) => {
    try {
      const swept = await sweep(place, clock())
      sweptAt = clock().toISOString()
      log.info(swept, 'swept')
      return PERIOD_MS
    } catch (error) {
      failed(error)
      log.error({ err: error }, 'sweeping failed; it is tried again')
      // A store that is away comes back; what is wrong stays so, and is not worth a line every ten seconds.
      return failureOf(error).kind === 'unavailable' ? RETRY_MS : PERIOD_MS
    }
  })
  return { ...loop, status: () => ({ sweptAt }) }
}

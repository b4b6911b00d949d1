/** The loop of the jobs. There is one so far; each is harmless to do twice, so two of these processes do no harm. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'
import type { Logger } from '@/platform/log'
import { sweep } from './sweep'

const PERIOD_MS = 10 * 60_000
const RETRY_MS = 10_000

export type Jobs = {
  stop(): Promise<void>
  status(): { sweptAt: string | null }
  onError(listener: (error: unknown) => void): void
}

export function runJobs(place: { ledger: Ledger; importDir: string; log: Logger; clock: Clock }): Jobs {
  const { log, clock } = place
  const stopping = new AbortController()
  let sweptAt: string | null = null
  let listener: (error: unknown) => void = () => undefined
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const waitMs = await sweep(place, clock()).then(
        (swept) => {
          sweptAt = clock().toISOString()
          log.info(swept, 'swept')
          return PERIOD_MS
        },
        (error: unknown) => {
          listener(error)
          log.error({ err: error }, 'sweeping failed; it is tried again')
          // A store that is away comes back; what is wrong stays so, and is not worth a line every ten seconds.
          return failureOf(error).kind === 'unavailable' ? RETRY_MS : PERIOD_MS
        },
      )
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const ended = loop()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
    status: () => ({ sweptAt }),
    onError: (next) => {
      listener = next
    },
  }
}

/** The gateway's loop. A store that is down is waited for; nothing is given up. */
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { stopForHistory } from '@/payroll/transmissions/stop-for-history'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { backOffMs } from '@/platform/retry'
import { type WorkLoop, workLoop } from '@/platform/work-loop'
import type { Folders } from './folders'
import { knownHistory, OtherHistory } from './history'
import { ingestArrived } from './ingest'
import { readAgain } from './read-again'
import { transmitDue } from './transmit'

const IDLE_MS = 400
/** Where nothing has come or gone for some seconds. */
const IDLE_MS_MAX = 1_000
const RETRY_MS_MAX = 10_000

export type Gateway = WorkLoop & {
  status(): { handedOver: number; takenIn: number }
  /** How many rounds in a row have failed, and how long ago one ended. */
  rounds(): { failures: number; agoMs: number }
}

type GatewayOptions = { ledger: Ledger; folders: Folders; log: Logger; clock: Clock }

/** Sends what is due and imports what has arrived, for ever; stops before either when the ledger is not the history that the folders know. */
export function runGateway({ ledger, folders, log, clock }: GatewayOptions): Gateway {
  const counts = { handedOver: 0, takenIn: 0 }
  let failures = 0
  let idleMs = IDLE_MS
  let endedAtMs = performance.now()
  const history = knownHistory(ledger, folders)
  /** The sentence with which it has stopped; undefined before it looked. */
  let stopped: string | null | undefined
  const noteStop = async (stop: OtherHistory | null): Promise<void> => {
    const sentence = stop?.message ?? null
    if (sentence !== stopped) await stopForHistory(ledger, stop && { sentence: stop.message, isTold: stop.isTold })
    stopped = sentence
  }
  const isKnown = async (): Promise<number> => {
    try {
      await history.check()
    } catch (error) {
      if (error instanceof OtherHistory) await noteStop(error)
      throw error
    }
    await noteStop(null)
    return 0
  }
  // A file that cannot be taken in does not keep payments from going out, nor the other way round.
  const loop = workLoop(async (failed) => {
    const attempt = async (work: () => Promise<number>): Promise<number | null> => {
      try {
        return await work()
      } catch (error) {
        log.error({ err: error }, 'the bank gateway will try again')
        failed(error)
        return null
      }
    }
    const known = await attempt(isKnown)
    const taken = known === null ? null : await attempt(() => ingestArrived(ledger, folders, log, clock))
    const again = known === null ? null : await attempt(() => readAgain(ledger, folders, log, clock))
    const handed = known === null ? null : await attempt(() => transmitDue(ledger, folders, clock, history))
    counts.takenIn += (taken ?? 0) + (again ?? 0)
    counts.handedOver += handed ?? 0
    failures = taken === null || again === null || handed === null ? failures + 1 : 0
    endedAtMs = performance.now()
    if (failures > 0) return backOffMs(failures, IDLE_MS, RETRY_MS_MAX)
    const moved = (taken ?? 0) + (again ?? 0) + (handed ?? 0) > 0
    idleMs = moved ? IDLE_MS : Math.min(idleMs * 1.2, IDLE_MS_MAX)
    return moved ? 0 : idleMs
  })
  return { ...loop, status: () => ({ ...counts }), rounds: () => ({ failures, agoMs: performance.now() - endedAtMs }) }
}

/** Looks at the figures of the operations desk every ten seconds, beside the jobs. Several processes may: of each minute the highest is kept. */
import { recordFigures } from '@/operations/figures'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'

const EVERY_MS = 10_000

type Around = { ledger: Ledger; clock: Clock; log: Logger; signal: AbortSignal }

/** Until `signal` aborts. A look that fails is left out: the line has a hole there. */
export async function watchFigures({ ledger, clock, log, signal }: Around): Promise<void> {
  for (; !signal.aborted; await pause(EVERY_MS, signal))
    await recordFigures(ledger, clock()).catch((error: unknown) => log.debug({ err: error }, 'the figures could not be looked at'))
}

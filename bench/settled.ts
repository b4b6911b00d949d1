import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '@/payroll/transaction/open-ledger'

const EVERY_MS = 500
/** What the bank has not answered after so long waits for a person. */
const QUIET_MS = 15_000
const BUSY_SHARE_MAX = 0.1
const LOOK_MS = 3_000

/**
 * Waits until nothing is on its way to the bank or back, and the machine has nothing else to do: what the gateway, the jobs and the copies still work on shall
 * not be timed with what comes next.
 */
export async function settled(ledger: Ledger): Promise<void> {
  let last = { count: -1, since: performance.now() }
  for (;;) {
    const approved = await ledger.payrollRun.count({ where: { status: 'approved' } })
    const count = await ledger.payout.count({ where: { status: 'sent' } })
    if (approved > 0 || count !== last.count) last = { count, since: performance.now() }
    if (approved === 0 && (count === 0 || performance.now() - last.since > QUIET_MS)) break
    await pause(EVERY_MS)
  }
  while ((await busyShare()) > BUSY_SHARE_MAX);
}

async function busyShare(): Promise<number> {
  const sum = () =>
    cpus().reduce(
      ({ idle, all }, { times }) => ({ idle: idle + times.idle, all: all + times.user + times.nice + times.sys + times.idle + times.irq }),
      { idle: 0, all: 0 },
    )
  const before = sum()
  await pause(LOOK_MS)
  const after = sum()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

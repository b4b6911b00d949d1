import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '@/payroll/transaction/open-ledger'

/** Waits until no run is being paid: what the gateway and the copies still work on shall not be timed with what comes next. */
export async function settled(ledger: Ledger): Promise<void> {
  for (;;) {
    const open = await ledger.payrollRun.count({ where: { status: { in: ['approved', 'paying'] } } })
    if (open === 0) return
    await pause(500)
  }
}

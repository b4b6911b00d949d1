/** CPU time of this process and of the Postgres processes that work for it: what others do on the machine hardly changes it. */
import { readFileSync } from 'node:fs'
import type { Ledger } from '@/payroll/transaction/open-ledger'

/** A kernel's tick in /proc, on every Linux. */
const TICK_MS = 10

export type Used = { postgres: number | null; node: number }

/** Call it to start the clock, and what it returns to read it, in milliseconds. Postgres' part is null where its processes cannot be seen. */
export async function cpuClock(ledger: Ledger): Promise<() => Promise<() => Promise<Used>>> {
  async function used(): Promise<Used> {
    const { user, system } = process.cpuUsage()
    const pids = await ledger.$queryRaw<
      { pid: number }[]
    >`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`
    try {
      const ticks = pids.map(({ pid }) => ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')))
      return { postgres: ticks.reduce((sum, each) => sum + each, 0) * TICK_MS, node: (user + system) / 1_000 }
    } catch {
      return { postgres: null, node: (user + system) / 1_000 }
    }
  }
  return async () => {
    const before = await used()
    return async () => {
      const after = await used()
      return {
        postgres: before.postgres === null || after.postgres === null ? null : after.postgres - before.postgres,
        node: after.node - before.node,
      }
    }
  }
}

/** The CPU time of a process in ticks, from its `stat`. User and system time are the 14th and 15th fields; the second, the name, may hold spaces. */
export function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

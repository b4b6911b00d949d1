/** Payouts that are held back and let go again: changes that leave an installation as large as it was. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '@/events/envelope'
import { holdPayout, releaseHold } from '@/payroll/runs/hold-payout'
import { submitRun } from '@/payroll/runs/submit-run'
import type { CommandContext } from '@/payroll/transaction/execute'
import type { Ledger } from '@/payroll/transaction/open-ledger'

const PREPARER: Actor = { kind: 'process', id: 'bench', name: 'Benchmark' }
/** As many people who do it at the same time. */
const AT_ONCE = 6
const REASON = 'held for the benchmark'

export type Held = { id: string; version: number; isHeld: boolean }

const call = (): CommandContext => ({ actor: PREPARER, now: new Date(), requestId: randomUUID(), companies: null, idempotency: null })

export async function submitDraft(ledger: Ledger, runId: string): Promise<void> {
  const { result } = await submitRun(ledger, call(), runId, 1)
  if (!result.ok) throw new Error(JSON.stringify(result.rejection))
}

/** The payouts of those runs, which nobody else changes. */
export async function changeable(ledger: Ledger, runIds: readonly string[]): Promise<Held[]> {
  const found = await ledger.payout.findMany({ where: { runId: { in: [...runIds] } }, select: { id: true, version: true } })
  return found.map((payout) => ({ ...payout, isHeld: false }))
}

/** Holds one, or lets it go. */
async function turn(ledger: Ledger, payout: Held): Promise<void> {
  const change = payout.isHeld ? releaseHold : holdPayout
  const { result } = await change(ledger, call(), payout.id, payout.version, REASON)
  if (!result.ok) throw new Error(JSON.stringify(result.rejection))
  Object.assign(payout, { version: result.value.version, isHeld: !payout.isHeld })
}

/** One after the other as long as it goes on. Returns the milliseconds of each. */
export async function timeOfHolds(ledger: Ledger, payouts: Held[], goesOn: () => boolean): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; goesOn(); n++) {
    const began = performance.now()
    await turn(ledger, payouts[n % payouts.length] as Held)
    took.push(performance.now() - began)
    await pause(10)
  }
  return took
}

/** So many a second, as far as the ledger takes them, as long as it goes on. Returns how many there were. */
export async function changeAtRate(ledger: Ledger, payouts: Held[], perSecond: number, goesOn: () => boolean): Promise<number> {
  const began = performance.now()
  let taken = 0
  const person = async (nth: number) => {
    const own = payouts.filter((_, index) => index % AT_ONCE === nth)
    for (let n = 0; goesOn(); n++) {
      const due = (taken++ * 1_000) / perSecond - (performance.now() - began)
      if (due > 0) await pause(due)
      await turn(ledger, own[n % own.length] as Held)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, nth) => person(nth)))
  return taken
}

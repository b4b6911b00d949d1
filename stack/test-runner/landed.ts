/** Events in a landing of the test's own, and the marts of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Arrived } from '@/events/projection'
import type { Clock } from '@/platform/clock'
import { payrollEvents, type TestEvent } from './payroll-events'

type Landing = {
  land(partition: number, batch: readonly Arrived[]): Promise<unknown>
  appliedPosition(partition: number): Promise<bigint>
  close(): void
}
/** What writes finance's copy. Only finance and its loader may import it, so its tests hand it in. */
type Writers<Marts, Published> = {
  openLanding(dir: string, era: number, clock: Clock): Promise<Landing>
  buildMarts(dir: string, era: number, position: bigint): Promise<Marts>
  publish(dir: string, marts: Marts, how: { mark: typeof MARK; gapAt: null; now: Date }): Promise<Published>
}

export const MARK = { coveredUntil: '2026-11-25T14:00:00.000Z', horizonXid: '1000' }
export const journal = [...payrollEvents({ runs: 3, payoutsPerRun: 40 })]
export const end = journal.at(-1)?.position ?? 0n
export const everything = { from: '2026-01', to: '2026-12', companies: null }
export const typeOf = ({ value }: { value: Buffer }) => (JSON.parse(value.toString()) as { type: string }).type

export let dir: string
export let landing: Landing

/** Opens a landing for each test of a file. `built` publishes the marts of what has landed up to a position. */
export function landedBy<Marts, Published>({ openLanding, buildMarts, publish }: Writers<Marts, Published>) {
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
    landing = await openLanding(dir, 1, () => new Date('2026-11-28T12:00:00Z'))
  })
  afterEach(() => {
    landing.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return {
    built: async (position = end): Promise<Published> =>
      publish(dir, await buildMarts(dir, 1, position), { mark: MARK, gapAt: null, now: new Date(0) }),
  }
}

/** Lands events as a consumer would hand them on: per partition, in order, `size` at a time. */
export async function land(events: readonly TestEvent[], size = 1_000): Promise<void> {
  for (let partition = 0; partition < 6; partition += 1) {
    const mine = events.filter((event) => event.partition === partition)
    for (let from = 0; from < mine.length; from += size) await landing.land(partition, mine.slice(from, from + size))
  }
}

export const applied = () => Promise.all([0, 1, 2, 3, 4, 5].map((partition) => landing.appliedPosition(partition)))

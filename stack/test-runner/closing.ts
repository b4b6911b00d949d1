/** A ledger and published figures of January and February 2026, and people who close them: for tests of the close through the routes' own handlers. */
import type { Arrived } from '@/events/projection'
import { createCompany } from '@/payroll/companies/create-company'
import { machineClock } from './clock'
import { testEnv } from './database'
import { type TestLedger, testLedger } from './ledger'
import { payrollEvents, type TestEvent } from './payroll-events'
import { People } from './people'

type Landing = { land(partition: number, batch: readonly Arrived[]): Promise<unknown>; close(): void }
type Covered = { mark: { coveredUntil: string; horizonXid: string }; gapAt: null; now: Date }
/** What writes finance's copy: its tests hand it in. */
type Writers<Marts> = {
  openLanding(dir: string, era: number, clock: () => Date): Promise<Landing>
  buildMarts(dir: string, era: number, position: bigint): Promise<Marts>
  publish(dir: string, marts: Marts, how: Covered): Promise<unknown>
}

export type Closing = {
  test: TestLedger
  people: People
  ids: Record<string, string>
  env: Record<string, string>
  dir: string
  /** All of them, in order; two runs of January and February. */
  events: TestEvent[]
  /** Lands and publishes those up to a position. */
  published(position: bigint): Promise<void>
  /** A deep comparison that found nothing at a position. */
  compared(position: bigint): Promise<void>
}

const ACCOUNTS = [{ currency: 'EUR', account: 'DE02120300000000202051', bic: 'BYLADEM1001', home: true }]
const BANK = { name: 'Bank of the close', cutOff: '16:30', timeZone: 'Europe/Berlin', batchBooking: false, releaseAfterSeconds: 0 }

export async function closing<Marts>({ openLanding, buildMarts, publish }: Writers<Marts>): Promise<Closing> {
  const test = await testLedger()
  const env = testEnv(test.database)
  const people = new People(test.ledger, env)
  const dir = env.FINANCE_DIR ?? ''
  for (const code of ['TSA', 'TSB'])
    await createCompany(test.ledger, { code, name: `Employer ${code}`, country: 'DE', bank: BANK, accounts: ACCOUNTS })
  const ids: Record<string, string> = {}
  for (const name of ['first', 'second', 'third']) ids[name] = await people.add(name, 'finance')
  const events = [...payrollEvents({ runs: 2, payoutsPerRun: 12 })]
  return {
    ...{ test, people, ids, env, dir, events },
    async published(position) {
      const landing = await openLanding(dir, 1, () => new Date(0))
      for (let partition = 0; partition < 6; partition += 1)
        await landing.land(
          partition,
          events.filter((event) => event.partition === partition && event.position <= position),
        )
      landing.close()
      const mark = { coveredUntil: '2026-11-25T14:00:00.000Z', horizonXid: '1000' }
      await publish(dir, await buildMarts(dir, 1, position), { mark, gapAt: null, now: machineClock() })
    },
    async compared(position) {
      await test.ledger
        .$executeRaw`UPDATE comparison SET state = 'failed', finished_at = clock_timestamp(), began_at = asked_at, failure = 'a test'
        WHERE state = 'asked'`
      await test.ledger.$executeRaw`
        INSERT INTO comparison (tier, state, began_at, finished_at, era, position, payouts, mismatches, copies)
        VALUES ('deep', 'done', clock_timestamp(), clock_timestamp(), 1, ${position}, 24, 0,
          '[{"copy": "finance", "leftOut": null, "ahead": 0, "older": 0}]')`
    },
  }
}

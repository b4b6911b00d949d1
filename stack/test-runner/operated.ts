/** Servers of a test's own with a ledger and an operator: for tests that break what the operations page speaks of. */
import { vi } from 'vitest'
import { openLedger } from '@/payroll/queries/open-ledger'
import { newLedger, type TestLedger } from './ledger'
import { type OwnServers, ownServers } from './own-servers'
import { People } from './people'
import { type RelayGround, relayGround } from './relay'

export type Operated = { servers: OwnServers; ground: RelayGround; test: TestLedger; people: People; close(): Promise<void> }

/** Postgres and Kafka; the environment of this process names them from here on. Close it when the processes that use them have ended. */
export async function operated(): Promise<Operated> {
  const servers = await ownServers('postgres', 'kafka')
  const ground = await relayGround(servers)
  for (const [name, value] of Object.entries(ground.env)) vi.stubEnv(name, value)
  const test = await newLedger(ground.database, openLedger(ground.database.appUrl, 4))
  const people = new People(test.ledger, ground.env)
  await people.add('operator', 'operator')
  const close = async () => {
    await ground.close()
    await test.ledger.$disconnect()
    await servers.end()
  }
  return { servers, ground, test, people, close }
}

/** Servers of a test's own with a ledger and an operator: for tests that break what the operations page speaks of. */
import { vi } from 'vitest'
import { GET as status } from '@/app/api/operations/status/route'
import { type Stage, stagesOf } from '@/app/operations/stages'
import type { Operations } from '@/desks/operations/read-operations'
import { openLedger } from '@/payroll/transaction/open-ledger'
import type { ServerName } from '../servers'
import { CSV, newLedger, submittedRun, type TestLedger } from './ledger'
import { type OwnServers, ownServers } from './own-servers'
import { People } from './people'
import { until } from './processes'
import { type RelayGround, relayGround } from './relay'

export type Operated = {
  servers: OwnServers
  ground: RelayGround
  test: TestLedger
  people: People
  /** For a worker beside the relay. */
  workerEnv: Record<string, string>
  /** What the operations page is told now. */
  shown(): Promise<Operations>
  /** Waits until the page says so, and returns the stage. @throws Error with what it says instead. */
  says(name: Stage['name'], word: string | RegExp, repair: string | null): Promise<Stage>
  /** Waits until the page shows this error beside the worker, and returns it. */
  saysError(process: string, error: RegExp): Promise<string>
  /** Commits a payroll run that nobody has sent before. */
  change(): Promise<unknown>
  close(): Promise<void>
}

/** Postgres, Kafka and what else is named; the environment of this process names them from here on. Close it when the processes that use them have ended. */
export async function operated(...more: ServerName[]): Promise<Operated> {
  const servers = await ownServers('postgres', 'kafka', ...more)
  const ground = await relayGround(servers)
  if (servers.env.ELASTICSEARCH_URL) ground.env.ELASTICSEARCH_URL = servers.env.ELASTICSEARCH_URL
  for (const [name, value] of Object.entries(ground.env)) vi.stubEnv(name, value)
  const test = await newLedger(ground.database, openLedger(ground.database.appUrl, 4))
  const people = new People(test.ledger, ground.env)
  await people.add('operator', 'operator')
  let changes = 0
  return {
    ...{ servers, ground, test, people, ...desk(people) },
    workerEnv: { ...ground.env, HEARTBEAT_DATABASE_URL: ground.database.appUrl },
    change: () => submittedRun(test, CSV.replace('2300.00', `${2300 + ++changes}.00`)),
    async close() {
      await ground.close()
      await test.ledger.$disconnect()
      await servers.end()
    },
  }
}

function desk(people: People): Pick<Operated, 'shown' | 'says' | 'saysError'> {
  const shown: Operated['shown'] = async () => (await people.ask<Operations>('operator', status, { method: 'GET' })).body
  return {
    shown,
    async says(name, word, repair) {
      let seen: Stage | undefined
      const isSaid = (said: string) => (typeof word === 'string' ? said === word : word.test(said))
      await until(`${name} says ${word}: ${repair}`, async () => {
        seen = stagesOf(await shown()).find((stage) => stage.name === name)
        return seen !== undefined && isSaid(seen.word) && seen.repair === repair
      }).catch((cause: unknown) => {
        throw new Error(`it says ${JSON.stringify(seen)}`, { cause })
      })
      return seen as Stage
    },
    async saysError(process, error) {
      let seen = ''
      await until(`${process} names ${error}`, async () => {
        seen = (await shown()).workers.find((worker) => worker.process === process)?.lastError ?? ''
        return error.test(seen)
      }).catch((cause: unknown) => {
        throw new Error(`it names ${seen}`, { cause })
      })
      return seen
    },
  }
}

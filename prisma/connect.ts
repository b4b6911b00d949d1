/** Opens the ledger's database through Prisma's pg adapter. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { Prisma, PrismaClient } from './generated/client'

export { Prisma }
export type Ledger = PrismaClient
/** What runs inside one transaction of the ledger. */
export type Transaction = Prisma.TransactionClient

/** A process that is frozen in the middle of a transaction holds its locks, and the relay, back until this ends it; ours are never idle for a second. */
const IDLE_IN_TRANSACTION_MS = 60_000

/** The longest transaction of people has two minutes (`RUN_TRANSITION_MS`); a statement that is unanswered for longer than that is given up. */
const IN_TRANSACTION_MS = 130_000

/**
 * A pool of at most `connectionsMax` connections, opened lazily. With `patienceMs`, nobody waits longer than that for a connection, nor for a statement
 * outside of a transaction: a server that is frozen takes whatever it is sent and says nothing, and its keep-alives are answered by the kernel.
 */
export function openLedger(url: string, connectionsMax = 10, patienceMs?: number): Ledger {
  const pool = { connectionString: url, max: connectionsMax, idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS }
  if (patienceMs === undefined) return new PrismaClient({ adapter: new PrismaPg(pool) })
  const limits = { connectionTimeoutMillis: patienceMs, query_timeout: IN_TRANSACTION_MS }
  return new PrismaClient({ adapter: new PrismaPg(impatient(new Pool({ ...pool, ...limits }), patienceMs), { disposeExternalPool: true }) })
}

/** What is asked of the pool itself, and not of one of its connections, stands outside of transactions. A connection whose answer is late is closed. */
function impatient(pool: Pool, patienceMs: number): Pool {
  const query = pool.query.bind(pool) as (statement: object) => unknown
  return Object.assign(pool, { query: (statement: object) => query({ ...statement, query_timeout: patienceMs }) })
}

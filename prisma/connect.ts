/** Opens the ledger's database through Prisma's pg adapter. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client'

export { Prisma }
export type Ledger = PrismaClient
/** What runs inside one transaction of the ledger. */
export type Transaction = Prisma.TransactionClient

/** A process that is frozen in the middle of a transaction holds its locks, and the relay, back until this ends it; ours are never idle for a second. */
const IDLE_IN_TRANSACTION_MS = 60_000

/** A pool of at most `connectionsMax` connections, opened lazily. */
export function openLedger(url: string, connectionsMax = 10): Ledger {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connectionsMax, idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS }),
  })
}

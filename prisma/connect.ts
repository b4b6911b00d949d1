/** Opens the ledger's database through Prisma's pg adapter. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client'

export { Prisma }
export type Ledger = PrismaClient
/** What runs inside one transaction of the ledger. */
export type Transaction = Prisma.TransactionClient

/** A pool of at most `connectionsMax` connections, opened lazily. */
export function openLedger(url: string, connectionsMax = 10): Ledger {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connectionsMax }) })
}

/** Runs compared as a whole, in a time that does not depend on how many rows the planner expects: it looks that up in statistics older than the newest run. */
import { Prisma, type Transaction } from '@/prisma/connect'

/**
 * Rows of one run, of which the planner expects what an average run has. Told which run, it expects none of one drafted since the table was last analysed:
 * two runs of 1,500 people were compared pair by pair for it, in 48 s where it takes 0.1.
 */
export const ofRun = (column: Prisma.Sql, runId: string): Prisma.Sql => Prisma.sql`${column} = (SELECT ${runId}::uuid)`

/** The same of several. */
export const ofRuns = (column: Prisma.Sql, runIds: readonly string[]): Prisma.Sql =>
  Prisma.sql`${column} = ANY((SELECT ${runIds}::uuid[])::uuid[])`

/**
 * Statements that join sets without an index between them: each is read once, into memory, and never once for each row of the other, however few rows it
 * was thought to have. Statements that look rows up one by one are not for this: they would read tables from end to end.
 */
export async function joinedAsSets<T>(tx: Transaction, find: () => Promise<T>): Promise<T> {
  await tx.$queryRaw`SELECT ${MEMORY}, set_config('enable_nestloop', 'off', true)`
  const found = await find()
  await tx.$queryRaw`SELECT set_config('enable_nestloop', 'on', true)`
  return found
}

/** Sets of half a million keys fit into this; with the usual 4 MB they were sorted on disk. To the end of the transaction. */
const MEMORY = Prisma.sql`set_config('work_mem', '64MB', true)`

/** Gives the statements of this transaction the memory to compare whole runs as sets without the disk. */
export async function allowMemory(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT ${MEMORY}`
}

import type { Transaction } from '@/prisma/connect'

/** One file at a time: what a bank says of one payment may stand in two of them. */
export async function lockBankFiles(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('bank files in', 0))::text`
}

/** Idempotency keys are kept for 30 days. After that the ledger's own rules still keep the same thing from happening twice. */
import type { Ledger } from '@/prisma/connect'

const KEPT_MS = 30 * 86_400_000
/** A piece at a time: a key that is claimed meanwhile waits for a moment only. */
const BATCH_MAX = 10_000

/** How many were forgotten. */
export async function forgetOldKeys(ledger: Ledger, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS)
  let forgotten = 0
  for (let batch = BATCH_MAX; batch === BATCH_MAX; forgotten += batch) {
    batch = await ledger.$executeRaw`
      DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM idempotency_key WHERE created_at < ${before} LIMIT ${BATCH_MAX}))`
  }
  return forgotten
}

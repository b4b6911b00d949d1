/** How often one may ask: each key, and each person for what they change. Counted in one statement, as the sign-in door counts (decision 26). */
import type { Ledger } from '@/prisma/connect'

const MINUTE_MS = 60_000

/** More than anybody clicks, and than a careful program asks. */
export const REQUESTS_MAX = { key: 600, person: 300 } as const

/** Counts a request, and says how long to wait when it was one too many; null when it may go on. */
export async function takeRequest(ledger: Ledger, caller: string, max: number, now: Date): Promise<{ waitSeconds: number } | null> {
  const begins = new Date(now.getTime() - MINUTE_MS)
  const [counted] = await ledger.$queryRaw<{ requests: number; beganAt: Date }[]>`
    INSERT INTO request_count AS known (caller, requests, minute_began) VALUES (${caller}, 1, ${now})
    ON CONFLICT (caller) DO UPDATE SET
      requests = CASE WHEN known.minute_began <= ${begins} THEN 1 ELSE least(known.requests, 1000000) + 1 END,
      minute_began = CASE WHEN known.minute_began <= ${begins} THEN excluded.minute_began ELSE known.minute_began END
    RETURNING requests, minute_began AS "beganAt"`
  if (!counted || counted.requests <= max) return null
  return { waitSeconds: Math.max(1, Math.ceil((counted.beganAt.getTime() + MINUTE_MS - now.getTime()) / 1_000)) }
}

/** Those whose minute is over; how many. */
export function forgetOldCounts(ledger: Ledger, now: Date): Promise<number> {
  return ledger.$executeRaw`DELETE FROM request_count WHERE minute_began < ${new Date(now.getTime() - MINUTE_MS)}`
}

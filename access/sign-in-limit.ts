/** Stops guessing at one account, from however many addresses it comes. */
import type { Ledger } from '@/prisma/connect'

const FAILURES_MAX = 10
const WINDOW_MINUTES = 10

/** Whether this e-mail address has failed too often lately; also forgets failures past the window. */
export async function isSignInBlocked(ledger: Ledger, email: string): Promise<boolean> {
  await ledger.$executeRaw`DELETE FROM sign_in_failure WHERE failed_at < now() - make_interval(mins => ${WINDOW_MINUTES})`
  const [row] = await ledger.$queryRaw<{ failures: number }[]>`
    SELECT count(*)::int AS failures FROM sign_in_failure WHERE email = ${email.toLowerCase()}`
  return (row?.failures ?? 0) >= FAILURES_MAX
}

export async function recordSignInFailure(ledger: Ledger, email: string): Promise<void> {
  await ledger.$executeRaw`INSERT INTO sign_in_failure (email) VALUES (${email.toLowerCase()})`
}

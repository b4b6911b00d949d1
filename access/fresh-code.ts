/** A code of somebody's second factor, given just now, for something that a session alone must not do. */
import { createHash } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import type { Auth } from './auth'
import type { Session } from './session'
import { giveAttemptBack, takeAttempt } from './sign-in-limit'

/** Whether it counts as given; or why not. */
export type FreshCode = 'given' | 'none' | 'wrong' | 'used' | 'blocked'

type Asking = { ledger: Ledger; auth: Auth; session: Session; headers: Headers }

/**
 * Judges `code`, and uses it up: each confirms one approval. Whoever has been let off a second factor needs none; an API key has none. Guesses are counted as
 * at the sign-in door.
 */
export async function takeFreshCode({ ledger, auth, session, headers }: Asking, code: string | undefined, now: Date): Promise<FreshCode> {
  if (session.key) return 'none'
  const [person] = await ledger.$queryRaw<
    { waived: boolean }[]
  >`SELECT second_factor_waived AS waived FROM app_user WHERE id = ${session.userId}`
  if (person?.waived) return 'given'
  if (code === undefined) return 'none'
  const guesser = { email: session.email, address: null }
  if (await takeAttempt(ledger, guesser, now)) return 'blocked'
  const isRight = await auth.api.verifyTOTP({ body: { code }, headers }).then(
    () => true,
    () => false,
  )
  if (!isRight) return 'wrong'
  await giveAttemptBack(ledger, guesser)
  const hash = createHash('sha256').update(`${session.userId}\n${code}`).digest('hex')
  const taken = await ledger.$executeRaw`
    UPDATE app_two_factor SET last_code = ${hash} WHERE user_id = ${session.userId} AND last_code IS DISTINCT FROM ${hash}`
  return taken === 1 ? 'given' : 'used'
}

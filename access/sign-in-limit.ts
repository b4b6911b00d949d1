/**
 * Stops guessing: at one account, from however many addresses it comes; and from one address, at however many accounts. Why no library counts is decision 26.
 */
import { createHash } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'

const WINDOW_MS = 10 * 60_000
/** An office signs in from one address; one that fails a hundred times in ten minutes is no office. */
const ATTEMPTS_MAX = { account: 10, address: 100 } as const

/** Who tries; `address` is null where it is not known, and `email` before anybody has said whose account it is. */
export type Guesser = { email: string | null; address: string | null }

/**
 * Counts an attempt before the password is looked at, and says how long to wait when it was one too many; null when it may go on. One statement counts
 * it, because of attempts at the same moment that looked first and counted afterwards all passed. One that succeeds is given back.
 */
export async function takeAttempt(ledger: Ledger, guesser: Guesser, now: Date): Promise<{ waitSeconds: number } | null> {
  const limits = keysOf(guesser)
  const [keys, begins] = [[...limits.keys()].sort(), new Date(now.getTime() - WINDOW_MS)]
  const counted = await ledger.$queryRaw<{ key: string; attempts: number; beganAt: Date }[]>`
    INSERT INTO sign_in_attempt AS known (key, attempts, window_began) SELECT key, 1, ${now} FROM unnest(${keys}::text[]) AS key
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN known.window_began <= ${begins} THEN 1 ELSE least(known.attempts, 1000000) + 1 END,
      window_began = CASE WHEN known.window_began <= ${begins} THEN excluded.window_began ELSE known.window_began END
    RETURNING key, attempts, window_began AS "beganAt"`
  const blocked = counted.filter(({ key, attempts }) => attempts > (limits.get(key) ?? 0))
  if (blocked.length === 0) return null
  const until = Math.max(...blocked.map(({ beganAt }) => beganAt.getTime() + WINDOW_MS))
  return { waitSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1_000)) }
}

/** An attempt that was none: the password was right. */
export async function giveAttemptBack(ledger: Ledger, guesser: Guesser): Promise<void> {
  const keys = [...keysOf(guesser).keys()]
  await ledger.$executeRaw`UPDATE sign_in_attempt SET attempts = greatest(attempts - 1, 0) WHERE key = ANY(${keys}::text[])`
}

/** Those whose window is over; how many. */
export function forgetOldAttempts(ledger: Ledger, now: Date): Promise<number> {
  return ledger.$executeRaw`DELETE FROM sign_in_attempt WHERE window_began < ${new Date(now.getTime() - WINDOW_MS)}`
}

/** Each key with how often it may try. */
function keysOf({ email, address }: Guesser): Map<string, number> {
  const keys = new Map<string, number>()
  if (email !== null) keys.set(hashOf('account', email.trim().toLowerCase()), ATTEMPTS_MAX.account)
  if (address !== null) keys.set(hashOf('address', networkOf(address)), ATTEMPTS_MAX.address)
  return keys
}

const hashOf = (what: string, value: string): string => createHash('sha256').update(`${what}\n${value}`).digest('hex')

/** One house has 2^64 addresses of IPv6 and changes between them at will. */
function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.replace(/%.*$/, '').split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = plain.includes('::')
    ? [...Array<string>(Math.max(0, 8 - groups.length - tail.split(':').filter(Boolean).length)).fill('0'), ...tail.split(':')]
    : []
  return [...groups, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

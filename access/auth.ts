/** Sign-in by e-mail and password, sessions in the ledger's database; nobody signs themselves up. */
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { twoFactor } from 'better-auth/plugins'
import type { Ledger } from '@/prisma/connect'

/** A day's work, however busy; it ends sooner when it is idle (access/session.ts). */
const SESSION_SECONDS = 12 * 60 * 60

/**
 * Behind TLS: browsers take a cookie of such a name from this very host alone, over https, and for all of it, so that nobody beside it can plant one. Over
 * http, to try, they would take none.
 */
const HOST_COOKIES = { cookiePrefix: '__Host-payledger', useSecureCookies: false, defaultCookieAttributes: { secure: true } }

export type AuthOptions = { ledger: Ledger; secret: string; appUrl: string }
export type Auth = ReturnType<typeof createAuth>

/** What every way to sign in shares. Requests are trusted from the app's own address only. */
export const authOptions = ({ ledger, secret, appUrl }: AuthOptions) =>
  ({
    database: prismaAdapter(ledger, { provider: 'postgresql', transaction: true }),
    secret,
    baseURL: appUrl,
    trustedOrigins: [appUrl],
    ...(appUrl.startsWith('https:') && { advanced: HOST_COOKIES }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    session: { expiresIn: SESSION_SECONDS, cookieCache: { enabled: false } },
    // What the door lets through is a short list (app/http/auth-door.ts); this is the second lock. A name is an administrator's to change.
    disabledPaths: ['/update-user', '/change-email', '/delete-user', '/sign-up/email', '/update-session'],
    // Its own limit is not atomic, and passes by in parallel; access/sign-in-limit.ts counts in one statement.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  }) satisfies BetterAuthOptions

/** The sign-in service of one process. */
export function createAuth(options: AuthOptions) {
  return betterAuth({
    ...authOptions(options),
    // Time-based codes (RFC 6238) and recovery codes. Who is asked for them stands in session.ts.
    plugins: [twoFactor({ issuer: 'PayLedger' })],
  })
}

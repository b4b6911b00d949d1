/** Sign-in by e-mail and password, sessions in the ledger's database; nobody signs themselves up. */
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { Ledger } from '@/prisma/connect'

const SESSION_SECONDS = 12 * 60 * 60

export type AuthOptions = { ledger: Ledger; secret: string; appUrl: string }
export type Auth = ReturnType<typeof createAuth>

/** The sign-in service of one process. Requests are trusted from the app's own address only. */
export function createAuth({ ledger, secret, appUrl }: AuthOptions) {
  return betterAuth({
    database: prismaAdapter(ledger, { provider: 'postgresql', transaction: true }),
    secret,
    baseURL: appUrl,
    trustedOrigins: [appUrl],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    user: { additionalFields: { role: { type: 'string', required: true, input: false } } },
    session: { expiresIn: SESSION_SECONDS, cookieCache: { enabled: false } },
    // Its own limit goes by X-Forwarded-For, which anyone can write; access/sign-in-limit.ts goes by the account.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  })
}

/** Sign-in at an OpenID Connect provider: of people who are here already, known by the provider's subject once they have come. */
import { createHash } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { genericOAuth } from 'better-auth/plugins'
import type { OidcConfig } from '@/platform/config'
import { within } from '@/platform/within'
import type { Ledger } from '@/prisma/connect'
import { type AuthOptions, authOptions } from './auth'

/** A person waits; the provider has discovery, tokens and a profile to answer. */
const DISCOVERY_MS = 5_000
const ANSWER_MS = 15_000

/** The redirect address that is registered at the provider. */
export const CALLBACK_PATH = '/api/auth/callback/oidc'

/** The provider does not answer, or not as what it is said to be. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway'
}

/** By its name: in a built app there are several copies of this class, and the one that is thrown is not always the one that is caught. */
export const isProviderAway = (error: unknown): boolean => error instanceof Error && error.name === 'ProviderAway'

export type Oidc = {
  /** What its button says. */
  name: string
  /** better-auth's answer with the address at the provider; whoever comes back is led to `back`. @throws ProviderAway */
  begin: (headers: Headers, back: string) => Promise<Response>
  /** better-auth's answer to what the provider says of them: a redirect to `back`, with `error` when they may not come in. @throws ProviderAway */
  finish: (headers: Headers, query: Readonly<Record<string, string>>) => Promise<Response>
}

/**
 * Nothing is asked of the provider before somebody wants to sign in there, and it is a sign-in service of its own, so that a provider that is down keeps neither
 * the app from starting nor anybody from signing in by password.
 */
export function createOidc(options: AuthOptions, provider: OidcConfig): Oidc {
  const id = providerIdOf(provider.issuer)
  let opening: ReturnType<typeof open> | null = null
  const ask = async (request: Request): Promise<Response> => {
    opening ??= open(options, provider, id)
    const current = opening
    const forget = (error: unknown) => {
      if (opening === current) opening = null
      return { error }
    }
    const opened = await within(2 * DISCOVERY_MS, current.catch(forget), { error: new ProviderAway('the provider does not answer') })
    if ('error' in opened) throw opened.error
    const answer = await within(
      ANSWER_MS,
      opened.handler(request).catch((error: unknown) => ({ error })),
      { error: new ProviderAway('the provider takes too long') },
    )
    if ('error' in answer) throw answer.error
    return answer
  }
  const at = (path: string) => new URL(`/api/auth/${path}`, options.appUrl)
  return {
    name: provider.name,
    begin: async (headers, back) => {
      // Once it is known, nothing of it would be asked here: the browser would be sent to a page that does not answer.
      if (opening !== null) await probe(discoveryUrlOf(provider.issuer))
      const body = JSON.stringify({ provider: id, callbackURL: back, errorCallbackURL: back, disableRedirect: true })
      return ask(new Request(at('sign-in/social'), { method: 'POST', headers, body }))
    },
    finish: (headers, query) => ask(new Request(`${at(`callback/${id}`)}?${new URLSearchParams(query)}`, { headers })),
  }
}

const plain = (issuer: string): string => issuer.replace(/\/$/, '')
const discoveryUrlOf = (issuer: string): string => `${plain(issuer)}/.well-known/openid-configuration`

/** Another issuer is another provider, whose subjects are other people. */
const providerIdOf = (issuer: string): string => `oidc-${createHash('sha256').update(plain(issuer)).digest('hex').slice(0, 16)}`

/** The sign-in service, once the provider has told its addresses. @throws ProviderAway */
async function open(options: AuthOptions, { issuer, clientId, clientSecret }: OidcConfig, id: string) {
  const { ledger, appUrl } = options
  const discoveryUrl = discoveryUrlOf(issuer)
  await probe(discoveryUrl)
  const auth = betterAuth({
    ...authOptions(options),
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: id,
            clientId,
            clientSecret,
            discoveryUrl,
            redirectURI: new URL(CALLBACK_PATH, appUrl).href,
            scopes: ['openid', 'email', 'profile'],
            authentication: 'basic',
            pkce: true,
            requireIdTokenVerification: true,
            disableSignUp: true,
            // Without a signed token nobody is known.
            accountSubject: ({ tokens, profile }) => (tokens.idToken ? String(profile.sub ?? '') : ''),
          },
        ],
      }),
    ],
    onAPIError: { errorURL: new URL('/sign-in', appUrl).href },
    account: {
      updateAccountOnSignIn: false,
      // Whoever is here was let in by an administrator; whether they came in by their invitation is asked below.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    user: {
      validateUserInfo: async ({ user, source }) => {
        const error = await whyNot(ledger, String(user.id ?? ''), source.action === 'sign-in' ? null : id)
        return error === null ? undefined : { error }
      },
    },
    databaseHooks: {
      // What only the provider's own services could use is not kept.
      account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } },
      session: {
        create: { before: async (session) => ({ data: { ...session, secondFactorDue: await owesCode(ledger, session.userId) } }) },
      },
    },
    session: {
      ...authOptions(options).session,
      additionalFields: { secondFactorDue: { type: 'boolean', required: false, input: false } },
    },
  })
  const { socialProviders } = await auth.$context
  const told = socialProviders.find((each) => each.id === id)
  if (!told) throw new ProviderAway('the provider does not tell its addresses, or signs no tokens')
  if (plain(told.issuer ?? '') !== plain(issuer)) throw new ProviderAway(`the provider says that it is ${told.issuer}`)
  return auth
}

/** better-auth would wait without a limit, and its connection stay. @throws ProviderAway */
async function probe(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_MS) }).catch((cause: unknown) => {
    throw new ProviderAway(`${url} does not answer`, { cause })
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new ProviderAway(`${url} answers ${answer.status}`)
}

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
  scope: null,
}

/** Why somebody may not come in; null when they may. `linkTo` is the provider whose subject is not known yet. */
async function whyNot(ledger: Ledger, userId: string, linkTo: string | null): Promise<'no_account' | 'linked_elsewhere' | null> {
  const [person] = await ledger.$queryRaw<{ isActive: boolean; isLinked: boolean }[]>`
    SELECT activated_at IS NOT NULL AND deactivated_at IS NULL AS "isActive",
      EXISTS (SELECT FROM app_account WHERE app_account.user_id = app_user.id AND app_account.provider_id = ${linkTo}::text) AS "isLinked"
    FROM app_user WHERE id = ${userId}`
  if (!person?.isActive) return 'no_account'
  return person.isLinked ? 'linked_elsewhere' : null
}

/** The provider's word does not replace a second factor. */
async function owesCode(ledger: Ledger, userId: string): Promise<boolean> {
  const [person] = await ledger.$queryRaw<{ owes: boolean }[]>`SELECT two_factor_enabled AS owes FROM app_user WHERE id = ${userId}`
  return person?.owes ?? true
}

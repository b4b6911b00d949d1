/** A real OpenID Connect provider, at which whoever a test names is signed in without a page. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { issuerAt, PROVIDER } from './oidc-client'

export type AtProvider = { sub: string; email: string; email_verified: boolean }

export class TestProvider {
  readonly #server: Server
  readonly #people = new Map<string, AtProvider>()
  #who: AtProvider | 'cancels' = 'cancels'
  /** How it is down, if it is: connections break, or nothing is ever answered. */
  down: 'broken' | 'silent' | null = null
  /** How many requests came. */
  asked = 0
  readonly issuer: string

  private constructor(server: Server) {
    this.#server = server
    this.issuer = issuerAt((server.address() as AddressInfo).port)
  }

  /** @param redirectUri the app's, as it would be registered. @param port a free one, when none is named */
  static async start(redirectUri: string, port = 0): Promise<TestProvider> {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    const started = new TestProvider(server)
    started.#serve(redirectUri)
    return started
  }

  /** As the app's configuration names it. */
  get config() {
    return { issuer: this.issuer, ...PROVIDER }
  }

  /** Who signs in there next, or whether they cancel. */
  expect(who: AtProvider | 'cancels'): void {
    this.#who = who
    if (who !== 'cancels') this.#people.set(who.sub, who)
  }

  /** Follows `url` through the provider, as a browser that nobody is signed in with yet. @returns where it sends them back to, at the app */
  async visit(url: string): Promise<URL> {
    const jar = new Map<string, string>()
    for (let next = new URL(url); ; ) {
      if (next.origin !== this.issuer) return next
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie } })
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        jar.set(name, value)
      }
      const location = answer.headers.get('location')
      if (location === null) throw new Error(`the provider answers ${answer.status}: ${await answer.text()}`)
      next = new URL(location, next)
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(redirectUri: string): void {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: PROVIDER.clientId, client_secret: PROVIDER.clientSecret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['a key of the tests'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...this.#people.get(sub), sub }) }),
      loadExistingGrant: async ({ oidc }) => {
        const accountId = oidc.session?.accountId
        if (accountId === undefined) return undefined
        const grant = new oidc.provider.Grant({ clientId: PROVIDER.clientId, accountId })
        grant.addOIDCScope('openid email profile')
        await grant.save()
        return grant
      },
    })
    const answer = provider.callback()
    this.#server.on('request', (request, response) => {
      this.asked++
      if (this.down === 'broken') return void request.socket.destroy()
      if (this.down === 'silent') return
      if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
      const who = this.#who
      const result = who === 'cancels' ? { error: 'access_denied' } : { login: { accountId: who.sub } }
      void provider.interactionFinished(request, response, result)
    })
  }
}

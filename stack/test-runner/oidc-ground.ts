/** The app's door beside a real OpenID Connect provider, with people of both and browsers that keep their cookies. */
import { expect } from 'vitest'
import { createAuth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import { CALLBACK_PATH, createOidc, type Oidc } from '@/access/oidc'
import type { Role } from '@/access/permissions'
import { currentSession, type Session } from '@/access/session'
import { authDoor, type Door } from '@/app/http/auth-door'
import { comeFromProvider } from '@/app/http/oidc-door'
import { machineClock } from './clock'
import { type TestLedger, testLedger } from './ledger'
import { type AtProvider, TestProvider } from './oidc-provider'

export const APP_URL = 'http://127.0.0.1:3000'
export const PASSWORD = 'a password of the tests'

export type Member = { id: string; email: string; at: AtProvider }

export class OidcGround {
  #people = 0

  private constructor(
    readonly test: TestLedger,
    readonly provider: TestProvider,
    readonly door: Door,
  ) {}

  static async open(): Promise<OidcGround> {
    const test = await testLedger()
    const provider = await TestProvider.start(`${APP_URL}${CALLBACK_PATH}`)
    const auth = createAuth(optionsOf(test))
    const oidc = createOidc(optionsOf(test), provider.config)
    return new OidcGround(test, provider, { auth, oidc, ledger: test.ledger, sessionIdleMs: 1_800_000, appUrl: APP_URL })
  }

  async close(): Promise<void> {
    await this.provider.stop()
    await this.test.close()
  }

  /** As another process of the app would have it, which has asked the provider nothing yet. */
  newOidc(issuer = this.provider.issuer): Oidc {
    return createOidc(optionsOf(this.test), { ...this.provider.config, issuer })
  }

  /** Who is active here, confirmed there, and let off nothing. */
  async person(...roles: Role[]): Promise<Member> {
    const each = ++this.#people
    const email = `oidc${each}@payledger.test`
    const id = await createUser(this.door.auth, this.test.ledger, { name: 'A Person', email, password: PASSWORD, roles })
    await this.test.ledger.$executeRaw`UPDATE app_user SET second_factor_waived = false WHERE email = ${email}`
    return { id, email, at: { sub: `subject-${each}`, email: email.toUpperCase(), email_verified: true } }
  }

  browser = (): Browser => new Browser(this.door, this.provider)
}

const optionsOf = ({ ledger }: TestLedger) => ({ ledger, secret: 'a secret of the tests, worth nothing elsewhere', appUrl: APP_URL })

/** A browser at the app: its cookies. */
class Browser {
  readonly #jar = new Map<string, string>()

  constructor(
    readonly door: Door,
    readonly provider: TestProvider,
  ) {}

  get headers(): Headers {
    return new Headers({ cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '), origin: APP_URL })
  }
  session = (): Promise<Session | null> => currentSession(this.door, this.headers)

  async post(path: string, body: object, via = this.door): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers = this.headers
    headers.set('content-type', 'application/json')
    const request = new Request(`${APP_URL}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const response = this.#kept(await authDoor(via, request, machineClock()))
    return { status: response.status, body: ((await response.json().catch(() => ({}))) ?? {}) as Record<string, unknown> }
  }

  /** Back from the provider; where it leads. */
  async come(back: URL, via = this.door): Promise<string> {
    const response = this.#kept(await comeFromProvider(via, new Request(back, { headers: this.headers })))
    expect(response.status).toBe(302)
    return (response.headers.get('location') ?? '').replace(APP_URL, '')
  }

  async begin(next = '/'): Promise<string> {
    const { status, body } = await this.post('sign-in/oidc', { next })
    expect(status).toBe(200)
    return String(body.url)
  }

  /** The whole way, as `who`. */
  async signIn(who: AtProvider | 'cancels', next?: string): Promise<string> {
    this.provider.expect(who)
    return this.come(await this.provider.visit(await this.begin(next)))
  }

  #kept(response: Response): Response {
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/max-age=0/i.test(set)) this.#jar.delete(name)
      else this.#jar.set(name, value)
    }
    return response
  }
}

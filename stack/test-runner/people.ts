/** People who are signed in, asking the API through the routes' own handlers, with real sessions. */
import { type Auth, createAuth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import type { Role } from '@/access/permissions'
import type { Handler } from '@/app/http/contract'
import type { Ledger } from '@/prisma/connect'

const PASSWORD = 'a password of the tests'

export type Answered<T> = { status: number; body: T }
export type Asked = { id?: string; query?: string; body?: unknown; form?: FormData; version?: number; method?: 'GET' | 'POST' | 'PUT' }

export class People {
  readonly #auth: Auth
  readonly #cookies = new Map<string, string>()

  /** `env` is what the routes read from the process. */
  constructor(
    readonly ledger: Ledger,
    env: Record<string, string>,
  ) {
    this.#auth = createAuth({ ledger, secret: env.AUTH_SECRET ?? '', appUrl: env.APP_URL ?? '' })
  }

  /** Makes the person, limited to `companies` when any are given, and signs them in. @returns their id. */
  async add(name: string, role: Role, companies: readonly string[] = []): Promise<string> {
    const email = `${name.replaceAll(' ', '-')}@payledger.test`
    const id = await createUser(this.#auth, this.ledger, { name, email, password: PASSWORD, roles: [role], companies })
    const answer = await this.#auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true })
    const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0])
    this.#cookies.set(name, cookies.join('; '))
    return id
  }

  cookieOf(name: string): string {
    return this.#cookies.get(name) ?? ''
  }

  /** Posts, unless said otherwise, as this person. `version` is sent as the one that was seen. */
  async ask<T>(name: string, handler: Handler, { id, query = '', body, form, version, method = 'POST' }: Asked): Promise<Answered<T>> {
    const headers: Record<string, string> = { cookie: this.cookieOf(name) }
    if (version !== undefined) headers['if-match'] = `"${version}"`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const sent = form ?? (body === undefined ? undefined : JSON.stringify(body))
    const request = new Request(`http://127.0.0.1:3000/api/asked${query}`, { method, headers, ...(sent !== undefined && { body: sent }) })
    const response = await handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
    return { status: response.status, body: (await response.json()) as T }
  }
}

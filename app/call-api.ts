/** The browser's way to our own routes, typed by what each of them promises. Types only: nothing of a server, zod neither, comes with it. */
import type { z } from 'zod'
import { type ApiAnswer, type ApiRequest, api } from '@/components/api'
import type { ApiRoutes } from './api-routes'
import type { Unchangeable } from './http/contract'

export type ApiRoute = keyof ApiRoutes

type ContractOf<R extends ApiRoute> = ApiRoutes[R] extends { contract: infer C } ? C : never

type Sent<S> = S extends z.ZodType ? Unchangeable<z.input<S>> : never

/** What a route answers. */
export type AnswerTo<R extends ApiRoute> = ContractOf<R> extends { response: infer S extends z.ZodType } ? z.output<S> : never

/** The JSON that a route takes. */
export type BodyOf<R extends ApiRoute> = ContractOf<R> extends { body: infer B } ? Sent<B> : never

/** What a route is asked with. Empty where it takes nothing. */
type Asked<R extends ApiRoute> = (R extends `${string}[id]${string}` ? { id: string } : unknown) &
  (ContractOf<R> extends { query: infer Q } ? { query?: Sent<Q> } : unknown) &
  (ContractOf<R> extends { form: z.ZodType } ? { body: FormData } : unknown) &
  (ContractOf<R> extends { body: z.ZodType } ? { body: BodyOf<R> } : unknown) &
  (ContractOf<R> extends { versioned: true } ? { ifMatch: number } : unknown) &
  Pick<ApiRequest, 'signal' | 'idempotencyKey'>

/** One change of one thing, as dialogs carry it out: they know its version and make its key. */
export type ApiChange = {
  [R in ApiRoute]: R extends `POST ${string}[id]${string}` ? { to: R } & Omit<Asked<R>, 'ifMatch' | 'signal' | 'idempotencyKey'> : never
}[ApiRoute]

/**
 * Asks a route. @see api for what it waits for.
 * @throws ApiProblem when the server refused, ApiLost when no answer came, the signal's reason when aborted
 */
export async function callApi<R extends ApiRoute>(route: R, asked: Asked<R>): Promise<ApiAnswer<AnswerTo<R>>> {
  return (await send(route, asked)) as ApiAnswer<AnswerTo<R>>
}

/** Carries out a change of what was seen as `version`. */
export const callChange = ({ to, ...asked }: ApiChange, version: number, idempotencyKey: string): Promise<ApiAnswer<unknown>> =>
  send(to, { ...asked, ifMatch: version, idempotencyKey })

type Loose = Omit<ApiRequest, 'method'> & { id?: string; query?: Readonly<Record<string, unknown>> }

function send(route: ApiRoute, { id = '', query, ...request }: Loose): Promise<ApiAnswer<unknown>> {
  const [method, path = ''] = route.split(' ')
  const search = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  const address = path.replace('[id]', encodeURIComponent(id)) + (search.length > 0 ? `?${search.join('&')}` : '')
  return api(address, { method: method as NonNullable<ApiRequest['method']>, ...request })
}

/** What a route promises at both ends: who may ask, what it takes, what it answers, and why it may say no. `docs/openapi.json` is made of it. */
import { z } from 'zod'
import type { Permission } from '@/access/permissions'
import type { ProblemCode } from './problem'

/** What is no JSON, by its media type: the bytes are the route's own affair. */
export type MediaType = `${string}/${string}`

export type OfAnyone = 'anyone' | 'signed-in'

/** A store that is fed by events, and says how far it has got. */
export type Copy = 'search' | 'finance'

/** What every route that answers from a copy takes beside its own query. */
export const COPY_QUERY = z.object({
  'max-staleness': z
    .string()
    .regex(/^\d{1,9}(?:ms|s|m|h)$/, 'A span looks like 5s, 2m or 1h.')
    .optional()
    .describe('The answer covers everything that was committed up to this long before the request, such as 5s; else it is refused (503).'),
  after: z.string().max(200).optional().describe('X-Change-Token of a change: the answer covers it; else it is refused (503).'),
})

export type Contract = {
  /** `public` is asked by whoever comes, `anyone` by whoever is signed in or has a key, `signed-in` in a browser only. */
  permission: Permission | 'public' | OfAnyone
  /** In a sentence what it does, where several share a handler and its comment. */
  says?: string
  params?: z.ZodObject
  query?: z.ZodObject
  /** Of JSON. */
  body?: z.ZodType
  /** The fields of a multipart form beside its file, which the route reads from the wire itself. */
  form?: z.ZodObject
  response: z.ZodType | MediaType
  /** Of a `text/event-stream`: what each event carries, by its name. */
  events?: Readonly<Record<string, z.ZodType>>
  /** With what it answers; 200 where nothing else is said. */
  statuses?: readonly (200 | 201 | 302 | 503)[]
  /** With what it says no in the form of `response`, and not as a problem. */
  otherwise?: readonly (400 | 401)[]
  /** Why it may say no, beside what holds for every route (`problemsOf`). */
  errors?: readonly ProblemCode[]
  /** The answer is this copy's, and says in Covered-Until and Position what it covers. */
  copy?: Copy
  /** The change acts on a version the caller has seen: If-Match is required. */
  versioned?: boolean
}

export type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** What the route's work must hand over: what the ledger reads, down to each field of each row, fits what is promised or does not compile. */
export type Promised<R> = R extends z.ZodType ? Unchangeable<z.output<R>> : never

export type Unchangeable<T> = T extends readonly (infer E)[]
  ? readonly Unchangeable<E>[]
  : T extends object
    ? { [K in keyof T]: Unchangeable<T[K]> }
    : T

export type Handler = (request: Request, next: { params: Promise<unknown> }) => Promise<Response>

/** A handler, with what it promises. */
export type Route<C extends Contract = Contract> = Handler & { readonly contract: C }

/** For the few that `route` of handle.ts does not make, because nobody has to be signed in. */
export const described = <const C extends Contract>(contract: C, handler: Handler): Route<C> => Object.assign(handler, { contract })

/** Every code the route may answer with: its own, and those that follow from what it takes. */
export function problemsOf(
  { permission, params, query, body, form, copy, versioned, errors = [] }: Contract,
  method: string,
): ProblemCode[] {
  const changes = method !== 'GET'
  const of = (when: unknown, ...codes: ProblemCode[]) => (when ? codes : [])
  return [
    ...new Set([
      ...of(
        permission !== 'public',
        'signed-out',
        'forbidden',
        'second-factor',
        'idempotency-key',
        'too-many-requests',
        'busy',
        'bug',
        'store-error',
        'disk-full',
      ),
      ...of(changes && permission !== 'public', 'foreign-origin', 'key-reused', 'in-progress', 'input'),
      ...of(params, 'not-found'),
      ...of(query || copy, 'input'),
      ...of(copy, 'too-stale'),
      ...of(body || form, 'input', 'too-large'),
      ...of(versioned, 'if-match-required', 'version-behind'),
      ...errors,
    ]),
  ]
}

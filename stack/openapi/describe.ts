/** The routes' contracts as an OpenAPI 3.1 document. */
import { z } from 'zod'
import { COPY_QUERY, type Contract, problemsOf } from '@/app/http/contract'
import { type ProblemCode, statusOf } from '@/app/http/problem'
import type { FoundRoute } from './find-routes'

type Json = { [key: string]: unknown }

/** The document; `named` are the shapes that are described once, under their names. */
export function describeApi(routes: readonly FoundRoute[], named: Readonly<Record<string, z.ZodType>>): Json {
  const names = z.registry<{ id: string }>()
  for (const [name, schema] of Object.entries(named)) if (!names.has(schema)) names.add(schema, { id: name })
  const shapes = new Map<string, unknown>([['Problem', PROBLEM]])
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io, metadata: names, override: withoutNoise }) as Json
    for (const [name, shape] of Object.entries(($defs as Json) ?? {})) shapes.set(name, placed(shape))
    return placed(rest) as Json
  }
  const paths: Record<string, Json> = {}
  for (const { method, says, contracts } of routes)
    for (const [path, contract] of Object.entries(contracts)) {
      const place = path.replace(/\[(\w+)\]/g, '{$1}')
      paths[place] = { ...paths[place], [method.toLowerCase()]: operation(method, contract.says ?? says, contract, schemaOf) }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'PayLedger',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'What the screens use, and any other client may. Amounts are texts of whole minor units, times are UTC, and each refusal is a problem (RFC 9457).',
    },
    security: [{ session: [] }, { key: [] }],
    paths,
    components: {
      responses: { Refused: REFUSED },
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, made under Password and API keys. It needs the permission that `x-permission` names.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'better-auth.session_token',
          description: 'Set by POST /api/auth/sign-in/email; where PayLedger is opened by https it is __Host-payledger.session_token.',
        },
      },
      schemas: Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json

function operation(method: string, says: string | null, contract: Contract, schemaOf: SchemaOf): Json {
  const { permission, body, form, response, events, statuses = [200], otherwise = [] } = contract
  const carried = events && Object.fromEntries(Object.entries(events).map(([name, schema]) => [name, schemaOf(schema, 'output')]))
  const content =
    typeof response === 'string'
      ? { [response]: carried ? { 'x-events': carried } : {} }
      : { 'application/json': { schema: schemaOf(response, 'output') } }
  return {
    ...(says && { description: says }),
    ...(permission === 'public' ? { security: [] } : { 'x-permission': permission }),
    ...(permission === 'signed-in' && { security: [{ session: [] }] }),
    parameters: [
      ...parametersIn('path', contract.params, schemaOf),
      ...parametersIn('query', contract.query, schemaOf),
      ...parametersIn('query', contract.copy && COPY_QUERY, schemaOf),
      ...headersOf(method, contract),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': { schema: withFile(schemaOf(form, 'input')) } } } }),
    responses: {
      ...Object.fromEntries(
        statuses.map((status) => [status, { description: DESCRIPTIONS[status], ...(contract.copy && { headers: COVERAGE }), content }]),
      ),
      ...inTwoForms(otherwise, content, refusals(problemsOf(contract, method), form !== undefined)),
    },
  }
}

const DESCRIPTIONS = { 200: 'Done.', 201: 'Created; Location says where.', 302: 'Go on where Location says.', 503: 'Not ready.' } as const

/** What an answer of a copy says of itself. */
const COVERAGE = {
  'Covered-Until': {
    description: 'Every change that was committed before this time (UTC) is in the answer.',
    schema: { type: 'string', format: 'date-time' },
  },
  Position: { description: 'Of the last event that is in it.', schema: { type: 'string', pattern: '^\\d+$' } },
}

function parametersIn(place: 'path' | 'query', schema: z.ZodObject | undefined, schemaOf: SchemaOf): Json[] {
  if (!schema) return []
  const { properties, required = [] } = schemaOf(schema, 'input') as { properties: Json; required?: string[] }
  return Object.entries(properties).map(([name, each]) => ({ name, in: place, required: required.includes(name), schema: each }))
}

function headersOf(method: string, { permission, versioned }: Contract): Json[] {
  const header = (name: string, required: boolean, description: string) => ({
    ...{ name, in: 'header', required, description },
    schema: { type: 'string' },
  })
  return [
    ...(versioned ? [header('If-Match', true, 'The version that was seen, as ETag or `version` told it.')] : []),
    ...(method === 'GET' || permission === 'public'
      ? []
      : [header('Idempotency-Key', false, 'Names this request: the same again gets the same answer, for 30 days. An API key needs it.')]),
  ]
}

const withFile = ({ properties, ...rest }: Json): Json => ({
  ...rest,
  properties: { ...(properties as Json), file: { type: 'string', format: 'binary' } },
})

/** By status; the description is the codes that come with it, each the end of a problem's `type`. */
function refusals(codes: readonly ProblemCode[], isForm: boolean): Json {
  const byStatus = Map.groupBy([...codes].sort(), statusOf)
  // A form that cannot be read at all.
  if (isForm) byStatus.get(400)?.push('input')
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => [status, { $ref: '#/components/responses/Refused', description: each.join(', ') }]),
  )
}

/** Also in the form of its answers. */
function inTwoForms(statuses: readonly number[], content: Json, refused: Json): Json {
  const both = (status: number) => {
    const codes = (refused[status] as Json | undefined)?.description
    return { description: codes ?? 'Nothing was done.', content: { ...content, ...(codes ? REFUSED.content : {}) } }
  }
  return { ...refused, ...Object.fromEntries(statuses.map((status) => [status, both(status)])) }
}

const nullable = (type: string) => ({ type: [type, 'null'] })

const REFUSED = {
  description: 'Nothing was done.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. Some types have members of their own, such as `current` and `changed` of version-behind.',
  properties: {
    type: { type: 'string', description: '`urn:payledger:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for a person.' },
    traceId: { type: 'string', description: 'Finds the request in the log.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { row: nullable('integer'), field: nullable('string'), reason: { type: 'string' } },
        required: ['row', 'field', 'reason'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'traceId'],
}

/** Integers are held within what a JSON number can be, and formats repeated as patterns: neither says anything here. */
function withoutNoise({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format) delete jsonSchema.pattern
}

/** Names point to the document's shapes; what a schema calls itself stands in the key. */
function placed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      if (key === '$ref') return [[key, String(each).replace('#/$defs/', '#/components/schemas/')]]
      return key === 'id' && typeof each === 'string' ? [] : [[key, placed(each)]]
    }),
  )
}

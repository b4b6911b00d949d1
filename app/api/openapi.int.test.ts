/**
 * docs/openapi.json against the handlers that run: every operation is asked what the document says it takes, and answers with a status and a body that the
 * document promises; what it does not take is refused with a problem of the document's.
 */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Permission, permits, ROLES } from '@/access/permissions'
import type { Handler } from '@/app/http/contract'
import { server } from '@/app/http/server'
import { findRoutes } from '@/stack/openapi/find-routes'
import { ROOT } from '@/stack/paths'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import type { Ids } from '@/stack/test-runner/route-bodies'
import { NOTHING_TO_READ, ROUTES, type RouteRow } from '@/stack/test-runner/route-table'
import { type JsonSchema, type Known, valuesOf } from '@/stack/test-runner/schema-values'
import { serviceOf } from '@/stack/test-runner/service'
import { someMismatch } from '@/stack/test-runner/some-mismatch'
import { twoCompanies } from '@/stack/test-runner/two-companies'
import { wordsOf } from '@/stack/test-runner/words-of'

type Content = Record<string, { schema?: JsonSchema }>
type Operation = {
  'x-permission'?: string
  parameters: { name: string; in: string; schema: JsonSchema }[]
  requestBody?: { content: Content }
  responses: Record<string, { $ref?: string; content?: Content; description: string }>
}
type Asked = { name: string; place: string; method: string; operation: Operation; row: RouteRow; handler: Handler }
type Answered = { status: number; type: string; text: string; code: string | null }

const DOCUMENT = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Operation>> }
/** Of each operation with a body. The same each time: a test that fails now and then tells nobody what to mend. */
const SAMPLES = { numRuns: 3, seed: 1 }
/** What is checked by more than its form: a country, a time zone, an account with its check digits. */
const GOOD = {
  ...{ email: 'new@payledger.test', timeZone: 'Europe/Berlin', country: 'DE', currency: 'EUR', codeAbove: '250000.00' },
  ...{ account: 'DE89370400440532013000', bic: 'COBADEFF' },
}

/** Here no provider is named and nothing is proposed either. */
const NOT_READ = [...NOTHING_TO_READ, 'GET /api/auth/callback/oidc', 'GET /api/set-up/changes/[id]'].sort()
const PROBLEM = 'application/problem+json'

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
ajv.addFormat('binary', true)
ajv.addSchema(DOCUMENT, 'openapi')

let test: TestLedger
let people: People
let ids: Ids
let operations: Asked[]
let known: Known
beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  const { ours } = await twoCompanies(test, env)
  for (const role of ROLES) await people.add(role, role)
  ids = {
    ...ours,
    change: randomUUID(),
    key: randomUUID(),
    ...(await someMismatch(test.ledger)),
    person: await people.add('somebody', 'support'),
    service: await serviceOf(test.ledger, 'Nightly import'),
  }
  known = {
    definition: (ref) => at(ref),
    texts: { ...GOOD, companyId: ids.company, company: ids.company, userId: ids.person, id: ids.finding },
  }
  operations = await documented()
}, 180_000)
afterAll(async () => {
  await server().ledger.$disconnect()
  await test.close()
})

const at = (ref: string): JsonSchema =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], DOCUMENT) as JsonSchema

async function documented(): Promise<Asked[]> {
  const found = await findRoutes()
  const handlerOf = new Map<string, Handler>(
    found.flatMap(({ method, handler, contracts }) => Object.keys(contracts).map((path) => [`${method} ${path}`, handler] as const)),
  )
  return Object.entries(DOCUMENT.paths).flatMap(([place, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${place.replace(/\{(\w+)\}/g, '[$1]')}`
      const handler = handlerOf.get(name)
      if (!handler) throw new Error(`${name} is documented, and there is no such route`)
      return { name, place, method, operation, row: ROUTES[name] ?? { needs: 'sign-in' as const }, handler }
    }),
  )
}

/** Someone who may. */
function askerOf({ operation }: Asked): string | null {
  const permission = operation['x-permission']
  if (permission === undefined) return null
  return ROLES.find((role) => permits({ roles: [role], companies: null }, permission as Permission)) ?? 'coordinator'
}

type Sent = { body?: string | FormData; query?: string }

async function ask(asked: Asked, { body, query = '' }: Sent): Promise<Answered> {
  const { name, row, handler } = asked
  const [method = '', path = ''] = name.split(' ')
  const id = row.id ? ids[row.id] : ''
  const who = askerOf(asked)
  const headers = {
    origin: 'http://127.0.0.1:3000',
    ...(who && { cookie: people.cookieOf(who) }),
    ...(row.versioned && { 'if-match': '"1"' }),
    ...(typeof body === 'string' && { 'content-type': 'application/json' }),
  }
  const request = new Request(`http://127.0.0.1:3000${path.replace('[id]', id)}${query}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  const response = await handler(request, { params: Promise.resolve(row.id ? { id } : {}) })
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  const text = await wordsOf(response)
  return { status: response.status, type, text, code: /urn:payledger:problem:([a-z-]+)/.exec(text)?.[1] ?? null }
}

/** What of the answer the document does not promise; null when it promises all of it. */
function brokenPromise({ place, method, operation }: Asked, { status, type, text, code }: Answered): string | null {
  const promised = operation.responses[status]
  if (!promised) return `${status} is not documented: ${text.slice(0, 300)}`
  const content = promised.$ref ? { [PROBLEM]: {} } : (promised.content ?? {})
  if (!(type in content)) return `${status} comes as ${type}, and ${Object.keys(content).join(', ')} is documented`
  if (type === PROBLEM && !promised.description.split(', ').includes(code ?? ''))
    return `${status} with ${code}, and ${promised.description} is documented`
  if (!type.endsWith('json')) return null
  const pointer = (...keys: string[]) =>
    `openapi#/${keys.map((key) => encodeURIComponent(key.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')}`
  const where =
    type === PROBLEM
      ? 'openapi#/components/schemas/Problem'
      : pointer('paths', place, method, 'responses', String(status), 'content', type, 'schema')
  if (type !== PROBLEM && !promised.content?.[type]?.schema) return null
  const validate = ajv.getSchema(where)
  if (!validate) return `no schema at ${where}`
  return validate(JSON.parse(text)) ? null : `${status}: ${ajv.errorsText(validate.errors)}`
}

const bodyOf = ({ operation }: Asked): JsonSchema | undefined => operation.requestBody?.content['application/json']?.schema
const isForm = ({ operation }: Asked): boolean => operation.requestBody?.content['multipart/form-data'] !== undefined

function formOf({ row }: Asked): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(row.form?.(ids) ?? {}))
    typeof value === 'string' ? form.append(name, value) : form.append(name, value, 'f.csv')
  return form
}

it('every operation answers what the document promises, to bodies that its schema allows', async () => {
  const broken: string[] = []
  const refused = new Set<string>()
  for (const asked of operations) {
    const schema = bodyOf(asked)
    const bodies: (string | FormData | undefined)[] = schema
      ? fc.sample(valuesOf(schema, known), SAMPLES).map((value) => JSON.stringify(value))
      : [isForm(asked) ? formOf(asked) : undefined]
    for (const body of bodies) {
      const answer = await ask(asked, body === undefined ? { query: asked.row.query ?? '' } : { body })
      const why = brokenPromise(asked, answer)
      if (asked.method === 'get' && answer.status !== 200) refused.add(asked.name)
      if (why) broken.push(`${asked.name} ${String(body).slice(0, 200)}: ${why}`)
      else if (answer.code === 'input' && schema)
        broken.push(`${asked.name} refuses what its schema allows: ${String(body).slice(0, 300)}: ${answer.text}`)
    }
  }
  expect(broken).toEqual([])
  // What is read is read indeed, and not refused: but where there is nothing of it here.
  expect([...refused].sort()).toEqual(NOT_READ)
})

it('and to every parameter of its address', async () => {
  const broken: string[] = []
  for (const asked of operations) {
    const parameters = asked.operation.parameters.filter((each) => each.in === 'query')
    if (parameters.length === 0 || isForm(asked)) continue
    const query = fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, valuesOf(schema, known, name)])), {
      requiredKeys: [],
    })
    for (const values of fc.sample(query, { numRuns: 6, seed: 1 })) {
      const given = `?${new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]))}`
      const why = brokenPromise(asked, await ask(asked, { query: given }))
      if (why) broken.push(`${asked.name} ${given}: ${why}`)
    }
  }
  expect(broken).toEqual([])
})

it('a body that is none is refused with a problem of the document’s', async () => {
  const broken: string[] = []
  for (const asked of operations.filter((each) => bodyOf(each) || isForm(each)))
    for (const body of isForm(asked) ? [new FormData(), 'no form'] : ['"text"', '[]', '{', '{"unknown":{"deep":[1]}}']) {
      const answer = await ask(asked, { body })
      const why =
        brokenPromise(asked, answer) ??
        (answer.status < 400 && body !== '{"unknown":{"deep":[1]}}' ? `answered with ${answer.status}` : null)
      if (why) broken.push(`${asked.name} ${String(body)}: ${why}`)
    }
  expect(broken).toEqual([])
})

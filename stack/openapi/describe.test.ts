import { expect, test } from 'vitest'
import { z } from 'zod'
import { byId } from '@/app/http/inputs'
import { describeApi } from './describe'
import { staleFiles } from './generated'

const total = z.strictObject({ amountMinor: z.string() })
const API = describeApi(
  [
    {
      ...{ method: 'POST', path: '/api/runs/[id]/approvals', module: 'app/api/runs/[id]/approvals/route' },
      handler: async () => new Response(),
      says: 'Approves it.',
      contracts: {
        '/api/runs/[id]/approvals': {
          permission: 'runs:approve',
          params: byId,
          query: z.object({ after: z.coerce.number().int().default(0) }),
          body: z.object({ seal: z.string() }),
          versioned: true,
          response: z.strictObject({ id: z.string(), total: total.nullable() }),
          statuses: [201],
          errors: ['seal-changed'],
        },
      },
    },
  ],
  { Total: total },
)

test('a route is told with all it takes: its place, who may ask, its parameters, version, key and body', () => {
  expect(API.paths).toMatchObject({
    '/api/runs/{id}/approvals': {
      post: {
        'x-permission': 'runs:approve',
        description: 'Approves it.',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          { name: 'after', in: 'query', required: false, schema: { type: 'integer', default: 0 } },
          { name: 'If-Match', in: 'header', required: true },
          { name: 'Idempotency-Key', in: 'header', required: false },
        ],
        requestBody: { content: { 'application/json': { schema: { properties: { seal: { type: 'string' } }, required: ['seal'] } } } },
      },
    },
  })
})

test('and with all it answers: the shape by its name, its own refusals and those of every route like it', () => {
  const { responses } = (API.paths as Record<string, { post: { responses: Record<string, { description: string }> } }>)[
    '/api/runs/{id}/approvals'
  ]!.post
  expect(responses['201']).toMatchObject({
    content: {
      'application/json': {
        schema: {
          properties: { total: { anyOf: [{ $ref: '#/components/schemas/Total' }, { type: 'null' }] } },
          additionalProperties: false,
        },
      },
    },
  })
  expect(responses['409']?.description).toBe('in-progress, seal-changed')
  expect(responses['412']?.description).toBe('version-behind')
  expect(responses['404']?.description).toBe('not-found')
  expect(API.components).toMatchObject({ schemas: { Total: { properties: { amountMinor: { type: 'string' } } } } })
})

test('a file that is not what the routes promise is told with the command that renews it', () => {
  const wanted = { 'docs/openapi.json': '{"openapi":"3.1.0"}', 'app/api-routes.ts': 'export type ApiRoutes = {}' }
  const lying: Record<string, string> = { ...wanted, 'docs/openapi.json': '{"openapi":"3.1.0","paths":{}}' }
  expect(staleFiles(wanted, (file) => lying[file] ?? null)).toEqual(['docs/openapi.json is not what the routes promise: npm run openapi'])
  expect(staleFiles(wanted, () => null)).toHaveLength(2)
  expect(staleFiles(wanted, (file) => wanted[file as keyof typeof wanted])).toEqual([])
})

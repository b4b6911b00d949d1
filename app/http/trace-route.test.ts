/** If this fails, what stands in an address reaches a receiver of traces that people have no right to read payouts in. */
import { expect, it } from 'vitest'
import { routeOf } from './trace-route'

const ID = '0198c0de-0000-7000-8000-000000000001'

it.each([
  [`/api/payouts/${ID}`, { id: ID }, '/api/payouts/{id}'],
  [`/api/payouts/${ID}/holds`, { id: ID }, '/api/payouts/{id}/holds'],
  ['/api/companies/A%20%26%20B/runs', { code: 'A & B' }, '/api/companies/{code}/runs'],
  ['/api/companies/%E0%A4%A/runs', { code: '%E0%A4%A' }, '/api/companies/{code}/runs'],
  ['/api/files/a/b', { path: ['a', 'b'] }, '/api/files/{path}/{path}'],
  // A route without parameters that was asked with something in its path all the same.
  [`/api/asked/${ID}`, {}, '/api/asked/{id}'],
  ['/api/asked/DE89370400440532013000', null, '/api/asked/{id}'],
  ['/api/payroll-runs', {}, '/api/payroll-runs'],
  ['/api/bank-files-by-hand', {}, '/api/bank-files-by-hand'],
])('%s is told as its route', (path, params, route) => expect(routeOf(path, params)).toBe(route))

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { addressOf, tellClientAddress } from './client-address'

const from = (headers: Record<string, string | string[]>, proxyHeader?: string) =>
  addressOf({ headers, remoteAddress: '192.0.2.7' }, proxyHeader)

test('without a proxy only the connection counts', () => {
  expect(from({ 'x-forwarded-for': '10.0.0.1', 'x-client-address': '10.0.0.2', forwarded: 'for=10.0.0.3' })).toBe('192.0.2.7')
})

test('behind a proxy the last of its header does: what a client wrote before stands in front of it', () => {
  expect(from({ 'x-forwarded-for': '10.0.0.1, 198.51.100.4' }, 'X-Forwarded-For')).toBe('198.51.100.4')
  expect(from({ 'x-real-ip': ['10.0.0.1', '198.51.100.4'] }, 'x-real-ip')).toBe('198.51.100.4')
  expect(from({}, 'x-real-ip')).toBe('192.0.2.7')
})

test('every request of this process carries it, over whatever was sent', async () => {
  tellClientAddress(undefined)
  const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const forged = { 'x-client-address': '10.0.0.2', 'x-forwarded-for': '10.0.0.1' }
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers: forged })
  expect(await answer.json()).toMatchObject({ 'x-client-address': '127.0.0.1', 'x-forwarded-for': '127.0.0.1' })
  server.close()
})

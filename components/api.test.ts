import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { api, onSessionExpired } from './api'
import { ApiLost, ApiProblem } from './api-problem'

let stop = async () => {}
afterEach(() => stop())

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test('key, version and body are sent; version, token and replay come back', async () => {
  let sent: IncomingMessage['headers'] = {}
  const url = await serve((request, response) => {
    sent = request.headers
    response.writeHead(200, { etag: '"5"', 'x-change-token': 'tok', 'idempotent-replayed': 'true' }).end('{"id":"1"}')
  })
  const answer = await api(url, { method: 'POST', body: { a: 1 }, idempotencyKey: 'k1', ifMatch: 4 })
  expect(sent).toMatchObject({ 'idempotency-key': 'k1', 'if-match': '"4"', 'content-type': 'application/json' })
  expect(answer).toEqual({ status: 200, data: { id: '1' }, etag: '5', changeToken: 'tok', replayed: true })
})

test('an empty answer is null, not an error', async () => {
  const url = await serve((_request, response) => void response.writeHead(204).end())
  expect((await api(url)).data).toBeNull()
})

test('a connection cut before the answer is lost, not failed', async () => {
  const url = await serve((request) => void request.socket.destroy())
  await expect(api(url, { method: 'POST' })).rejects.toBeInstanceOf(ApiLost)
})

test('a connection cut in the middle of the answer is lost, not failed', async () => {
  const url = await serve((request, response) => {
    response.writeHead(201, { 'content-length': '100' })
    response.write('{"id":', () => request.socket.destroy())
  })
  await expect(api(url, { method: 'POST' })).rejects.toBeInstanceOf(ApiLost)
})

test('after signing in again the same call is made once more, with the same key', async () => {
  const keys: unknown[] = []
  const url = await serve((request, response) => {
    keys.push(request.headers['idempotency-key'])
    if (keys.length === 1) response.writeHead(401).end()
    else response.writeHead(200).end('"ok"')
  })
  const undo = onSessionExpired(async () => true)
  expect((await api(url, { method: 'POST', idempotencyKey: 'k' })).data).toBe('ok')
  undo()
  expect(keys).toEqual(['k', 'k'])
})

test('whoever does not sign in again gets the refusal', async () => {
  const url = await serve((_request, response) => void response.writeHead(401).end())
  const undo = onSessionExpired(async () => false)
  await expect(api(url)).rejects.toMatchObject({ status: 401 })
  undo()
  await expect(api(url)).rejects.toBeInstanceOf(ApiProblem)
})

/** What doctor says of the ports: none set, free ones, our own process on one, and somebody else. */
import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { nextFreeRow } from '@/stack/ports'
import { checkMetricsPorts } from './metrics-ports'

const open: (Server | HttpServer)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})
const listening = (server: Server | HttpServer, port: number) => {
  open.push(server)
  return new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

it('names each port that somebody else has, and no other', async () => {
  vi.stubEnv('METRICS_PORT', '')
  expect(await checkMetricsPorts()).toMatchObject([{ state: 'look', found: 'METRICS_PORT is not set' }])
  const port = await nextFreeRow(24_000 + (process.pid % 5_000), 7)
  vi.stubEnv('METRICS_PORT', String(port))
  expect(await checkMetricsPorts()).toMatchObject([{ state: 'ok', found: `127.0.0.1, ports ${port} to ${port + 6}` }])
  await listening(
    createHttp((_, response) => response.end('{"status":"live"}')),
    port,
  )
  expect(await checkMetricsPorts()).toMatchObject([{ state: 'ok' }])
  await listening(
    createHttp((_, response) => response.end('a blog')),
    port + 2,
  )
  await listening(
    createServer((socket) => socket.destroy()),
    port + 4,
  )
  expect((await checkMetricsPorts()).map(({ what, state }) => [what, state])).toEqual([
    [`Metrics: port ${port + 2}`, 'wrong'],
    [`Metrics: port ${port + 4}`, 'wrong'],
  ])
})

it('looks twice at an address that others may reach', async () => {
  vi.stubEnv('METRICS_PORT', String(await nextFreeRow(24_000 + (process.pid % 5_000), 7)))
  vi.stubEnv('METRICS_HOST', '0.0.0.0')
  expect(await checkMetricsPorts()).toMatchObject([{ what: 'Metrics', state: 'look' }])
})

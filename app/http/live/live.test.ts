/** However many listen, one reading in each interval; and a stream ends with its browser, its right, and its reader. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeed } from './feed'
import { openStream, streamsOf } from './stream'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

let readings = 0
let failing = false
const errors: unknown[] = []
const feed = () => {
  readings = 0
  failing = false
  const read = async () => {
    readings += 1
    if (failing) throw new Error('the ledger is away')
    return { id: String(readings), text: `{"n":${readings}}` }
  }
  return createFeed(read, 2_000, (error) => errors.push(error))
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a feed', () => {
  it('reads once for all who listen, tells who comes later at once, and stops when nobody listens', async () => {
    const shared = feed()
    const heard: string[][] = [[], [], []]
    const leave = [0, 1].map((n) => shared.listen((reading) => heard[n]?.push(reading.kind)))
    await pass(1_000)
    leave.push(shared.listen((reading) => heard[2]?.push(reading.kind)))
    expect([readings, heard.map(({ length }) => length)]).toEqual([1, [1, 1, 1]])
    await pass(4_000)
    expect([readings, heard.map(({ length }) => length)]).toEqual([3, [3, 3, 3]])
    for (const each of leave) each()
    await pass(10_000)
    expect([readings, shared.listeners()]).toEqual([3, 0])
    shared.listen(() => {})()
    await pass(10_000)
    expect(readings).toBe(4)
  })

  it('tells that it failed, and goes on', async () => {
    const shared = feed()
    const heard: string[] = []
    failing = true
    const leave = shared.listen((reading) => heard.push(reading.kind))
    await pass(100)
    failing = false
    await pass(2_000)
    leave()
    expect(heard).toEqual(['failed', 'read'])
    expect(errors).toHaveLength(1)
  })
})

describe('a stream', () => {
  const open = (change: { status?: () => Promise<number>; lastId?: string } = {}) => {
    const shared = feed()
    const gone = new AbortController()
    const response = openStream({
      ...{ feed: shared, userId: 'olga', signal: gone.signal, lastId: change.lastId ?? null },
      refusedWith: change.status ?? (async () => 0),
    })
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const next = async () => {
      const { value, done } = await reader.read()
      return done ? null : new TextDecoder().decode(value)
    }
    return { shared, gone, response, reader, next }
  }

  it('says when to come again, then figures with their id, and that it is there', async () => {
    const { next, response, shared, gone } = open()
    expect(response.headers.get('cache-control')).toContain('no-transform')
    expect(await next()).toBe('retry: 2000\n\n')
    await pass(0)
    expect(await next()).toBe('id: 1\nevent: figures\ndata: {"n":1}\n\n')
    expect([shared.listeners(), streamsOf('olga')]).toEqual([1, 1])
    gone.abort()
    expect(await next()).toBeNull()
    expect([shared.listeners(), streamsOf('olga'), vi.getTimerCount() <= 1]).toEqual([0, 0, true])
  })

  it('tells nobody again what they have, and ends when the reader lets go', async () => {
    const { next, shared, reader } = open({ lastId: '1' })
    expect(await next()).toBe('retry: 2000\n\n')
    await pass(2_000)
    expect(await next()).toContain('id: 2')
    await reader.cancel()
    expect([shared.listeners(), streamsOf('olga')]).toEqual([0, 0])
  })

  it('ends within the interval once the person may no more, and says with what they are refused', async () => {
    let status = 0
    const { next, shared } = open({ status: async () => status })
    await next()
    status = 401
    let heard: string | null = ''
    for (let n = 0; n < 10 && heard !== null && !heard.includes('refused'); n++) {
      const waiting = next()
      await pass(2_000)
      heard = await waiting
    }
    expect(heard).toBe('event: refused\ndata: {"status":401}\n\n')
    expect(await next()).toBeNull()
    expect(shared.listeners()).toBe(0)
  })

  it('says no figure while nobody can tell whether they may', async () => {
    let known = false
    const { next } = open({
      status: async () => {
        if (!known) throw new Error('the ledger is away')
        return 0
      },
    })
    const heard: string[] = []
    const listening = (async () => {
      for (let text = await next(); text !== null; text = await next()) heard.push(text)
    })()
    await pass(10_500)
    const before = heard.length
    await pass(8_000)
    expect(heard.slice(before).filter((text) => text.includes('figures'))).toEqual([])
    known = true
    await pass(6_000)
    expect(heard.slice(before).some((text) => text.includes('figures'))).toBe(true)
    process.emit('SIGTERM')
    await listening
  })

  it('lets go of who reads nothing, and keeps nothing for them', async () => {
    const { shared } = open()
    await pass(30_000)
    expect(shared.listeners()).toBe(1)
    await pass(30_000)
    expect([shared.listeners(), streamsOf('olga')]).toEqual([0, 0])
  })
})

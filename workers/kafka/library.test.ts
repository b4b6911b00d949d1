/** If one of these fails, an installation that nobody uses keeps a core busy, or a request waits for ever. */
import { createRequire } from 'node:module'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import './library'

const require = createRequire(import.meta.url)
const RequestQueue = require('kafkajs/src/network/requestQueue')
const groupMessages = require('kafkajs/src/producer/groupMessagesPerPartition')
const SILENT = { debug: () => {}, error: () => {}, warn: () => {}, info: () => {} }

function newQueue(maxInFlightRequests: number) {
  const options = { maxInFlightRequests, requestTimeout: 1_000, enforceRequestTimeout: false, clientId: 'test', broker: 'b' }
  return new RequestQueue({ ...options, instrumentationEmitter: null, logger: SILENT, isConnected: () => true })
}

/** A request that notes in `sent` when it goes out. */
const request = (correlationId: number, sent: number[]) => ({
  entry: { correlationId, apiKey: 1, apiName: 'Fetch', apiVersion: 1, resolve: () => {}, reject: () => {} },
  expectResponse: true,
  sendRequest: () => sent.push(correlationId),
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('looks no more once nothing waits', () => {
  const sent: number[] = []
  const queue = newQueue(2)
  queue.push(request(1, sent))
  queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 })
  expect(sent).toEqual([1])
  expect(vi.getTimerCount()).toBe(0)
})

it('sends what waited for an answer to another, and what waited because the broker asked for a pause', () => {
  const sent: number[] = []
  const queue = newQueue(1)
  queue.push(request(1, sent))
  queue.push(request(2, sent))
  expect(sent).toEqual([1])
  queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 })
  expect(sent).toEqual([1, 2])
  queue.fulfillRequest({ correlationId: 2, payload: Buffer.alloc(0), size: 0 })
  queue.maybeThrottle(500)
  queue.push(request(3, sent))
  expect(sent).toEqual([1, 2])
  vi.advanceTimersByTime(499)
  expect(sent).toEqual([1, 2])
  vi.advanceTimersByTime(20)
  expect(sent).toEqual([1, 2, 3])
  expect(vi.getTimerCount()).toBe(0)
})

it('refuses a batch that it would write as something else', async () => {
  const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0')
  const fields = { records: [{ key: null, value: 'x' }], firstTimestamp: 0, maxTimestamp: 0 }
  await expect(RecordBatch({ ...fields, compression: 1 })).rejects.toThrow('neither compressed nor in a transaction')
  await expect(RecordBatch({ ...fields, transactional: true })).rejects.toThrow('neither compressed nor in a transaction')
  expect((await RecordBatch({ ...fields, compression: 0, transactional: false })).buffer).toBeInstanceOf(Buffer)
})

it('keeps the order of messages in each partition', () => {
  const messages = [3, 1, 3, 2, 3].map((partition, n) => ({ partition, value: String(n) }))
  const partitioner = ({ message }: { message: { partition: number } }) => message.partition
  expect(groupMessages({ topic: 't', partitionMetadata: [{}], messages, partitioner })).toEqual({
    1: [messages[1]],
    2: [messages[3]],
    3: [messages[0], messages[2], messages[4]],
  })
})

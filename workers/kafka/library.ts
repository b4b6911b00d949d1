/**
 * kafkajs, with three of its inner functions replaced. What it sends stays the same, byte for byte (`record-batch.test.ts`); why, and what they cost before, is
 * in docs/decisions/0033-less-work-for-each-event.md.
 */
import { createRequire } from 'node:module'
import { type BatchFields, encodeBatch } from './record-batch'

const require = createRequire(import.meta.url)

type Message = { partition?: number }
type Grouping = { messages: Message[]; partitioner: (asked: object) => number }

/** The library takes a copy of the group for each message that it adds to it. */
function groupByPartition({ messages, partitioner, ...asked }: Grouping): Record<number, Message[]> {
  const groups: Record<number, Message[]> = {}
  for (const message of messages) {
    const partition = partitioner({ ...asked, message })
    const group = groups[partition]
    if (group) group.push(message)
    else groups[partition] = [message]
  }
  return groups
}

/** Also while the broker asks for a pause, which is rare. */
const AGAIN_MS = 10

type RequestQueue = {
  pending: unknown[]
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

/** Looks again later whether what waits can be sent. The library does so each millisecond, on every connection, also when nothing waits (kafkajs#1704). */
function lookAgain(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId) return
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null
    this.checkPendingRequests()
  }, AGAIN_MS)
}

require('kafkajs/src/network/requestQueue').prototype.scheduleCheckPendingRequests = lookAgain
replace('kafkajs/src/producer/groupMessagesPerPartition', () => groupByPartition)
replace('kafkajs/src/protocol/recordBatch/record/v0', () => (record: object) => record)
replace('kafkajs/src/protocol/recordBatch/v0', (original) => {
  const Encoder = require('kafkajs/src/protocol/encoder')
  const encode = async ({ compression, transactional, ...fields }: BatchFields & { compression?: number; transactional?: boolean }) => {
    if (compression || transactional) throw new Error('a batch is written plain here: neither compressed nor in a transaction')
    return Object.assign(new Encoder(1), asEncoder(encodeBatch(fields)))
  }
  return { ...original, RecordBatch: encode }
})

const asEncoder = (buf: Buffer) => ({ buf, offset: buf.length })

/** Whoever asks for the module from now on gets the other: those inside the library that ask at their own load, which is below. */
function replace(path: string, by: (original: object) => unknown): void {
  const original = require(path)
  const module = require.cache[require.resolve(path)]
  if (!module) throw new Error(`${path} is not loaded`)
  module.exports = by(original)
}

export type Kafka = import('kafkajs').Kafka
export const { Kafka, Partitioners, logLevel } = require('kafkajs') as typeof import('kafkajs')

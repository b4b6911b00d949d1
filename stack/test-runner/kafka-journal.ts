/** A journal of test events in Kafka, as the relay would have put it there. */
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { eventsTopic, PARTITIONS, type Watermark, watermarksTopic } from '@/events/topics'
import { createLog } from '@/platform/log'
import { untilDone } from '@/platform/retry'
import { kafkaClient } from '@/workers/kafka/connect'
import { patientProducer } from '@/workers/kafka/producer'
import { ensureTopics } from '@/workers/kafka/topics'
import { signedHeaders, signedWatermark } from './events-key'
import type { TestEvent } from './payroll-events'

const never = new AbortController().signal
const SENT_AT_ONCE = 500

export type KafkaJournal = {
  makeTopics(prefix: string): Promise<void>
  send(prefix: string, events: readonly TestEvent[]): Promise<void>
  /** Announces that everything of `journal` up to `position` is committed and in Kafka, covered until `coveredUntil`. */
  announce(prefix: string, journal: readonly TestEvent[], position: bigint, horizonXid: bigint, coveredUntil: Date): Promise<Watermark>
  close(): Promise<void>
}

export function kafkaJournal(brokers: string): KafkaJournal {
  const log = createLog('test', 'silent')
  const kafka = kafkaClient({ brokers: brokers.split(','), clientId: 'test', log })
  const producer = patientProducer({ kafka, log })
  return {
    makeTopics: async (prefix) => {
      await untilDone(() => ensureTopics(kafka, prefix, 1), { what: 'making topics', log, signal: never })
    },
    send: async (prefix, events) => {
      const topic = eventsTopic(prefix, 1)
      const messages = events.map(({ partition, key, value, position, previous }) => {
        const message = { partition, key, value: value.toString() }
        return { ...message, headers: signedHeaders(topic, { ...message, position: position.toString(), previous: previous.toString() }) }
      })
      for (let from = 0; from < messages.length; from += SENT_AT_ONCE)
        await producer.send(topic, messages.slice(from, from + SENT_AT_ONCE), never)
    },
    announce: async (prefix, journal, position, horizonXid, coveredUntil) => {
      const last = Array.from(
        { length: PARTITIONS },
        (_, p) => journal.findLast((event) => event.partition === p && event.position <= position)?.position ?? 0n,
      )
      const mark: Watermark = {
        ...{
          era: 1,
          position: position.toString(),
          last: last.map(String),
          hash: headOf(journal, position),
          horizonXid: horizonXid.toString(),
        },
        coveredUntil: coveredUntil.toISOString(),
      }
      const value = JSON.stringify(signedWatermark(prefix, mark))
      await producer.send(watermarksTopic(prefix), [{ partition: 0, key: '1', value, headers: {} }], never)
      return mark
    },
    close: () => producer.close(),
  }
}

/** What the relay signs: the chain over the events up to a position. */
const headOf = (journal: readonly TestEvent[], last: bigint): string =>
  journal.filter(({ position }) => position <= last).reduce((head, { value }) => nextHead(head, value.toString()), BEFORE_FIRST)

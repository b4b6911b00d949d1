/** Batches to the topic, with an eye on where the broker puts them. */
import { CONTENT_TYPE } from '@/events/envelope'
import { signEvent } from '@/events/signature'
import { HEADERS } from '@/events/topics'
import { traceparentIn } from '@/events/traceparent'
import type { NumberedEvent } from '@/payroll/journal/relay/numbering'
import type { Offsets } from '@/payroll/journal/relay/plan'
import type { SpanIs } from '@/platform/span'
import type { Outgoing, PatientProducer } from '../kafka/producer'
import { beginWithEvents } from '../kafka/trace-events'
import { KafkaLost } from './must-stop'

export type Publisher = {
  producer: PatientProducer
  topic: string
  /** Signs each event with its place. */
  secret: string
  /** Where each partition ends, kept up to date. */
  nextOffsets: Map<number, bigint>
  /** Where the last event of ours ends in each partition, kept up to date: a partition may end later, when somebody else wrote to it. */
  offsets: Offsets
}

export type Publish = {
  /** The messages of these events, signed. Nothing is sent, so that it can be done while the broker still writes the batch before. */
  prepare(events: readonly NumberedEvent[]): Outgoing[]
  /**
   * Sends messages, one batch after the other.
   * @throws KafkaLost when the broker gives out an offset a second time: it has lost what it had acknowledged there.
   */
  send(messages: readonly Outgoing[], signal: AbortSignal): Promise<void>
}

/** The way of events into their topic while one relay leads. */
export function publisher({ producer, topic, secret, nextOffsets, offsets }: Publisher): Publish {
  const is: SpanIs = {
    name: `send ${topic}`,
    kind: 'producer',
    attributes: {
      ...{ 'messaging.system': 'kafka', 'messaging.destination.name': topic },
      ...{ 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' },
    },
  }
  return {
    prepare: (events) => events.map((event) => messageOf(event, topic, secret)),
    async send(messages, signal) {
      const done = beginWithEvents(is, messages, ({ value }) => value)
      const again: number[] = []
      for (const { partition, offset, messages: count } of await producer.send(topic, messages, signal)) {
        if (offset < (nextOffsets.get(partition) ?? 0n)) again.push(partition)
        nextOffsets.set(partition, offset + BigInt(count))
        offsets[partition] = offset + BigInt(count)
      }
      done()
      if (again.length > 0)
        throw new KafkaLost(`Kafka gave out offsets a second time in partition ${again.join(', ')}: it has lost events`, again)
    },
  }
}

function messageOf({ aggregateId: key, event: value, partition, ...place }: NumberedEvent, topic: string, secret: string): Outgoing {
  const [position, previous] = [String(place.position), String(place.previous)]
  const traceparent = traceparentIn(value)
  const signature = signEvent(secret, { topic, partition, position, previous, key, value })
  return {
    partition,
    key,
    value,
    headers: {
      [HEADERS.contentType]: CONTENT_TYPE,
      [HEADERS.position]: position,
      [HEADERS.previous]: previous,
      [HEADERS.signature]: signature,
      ...(traceparent !== null && { [HEADERS.traceparent]: traceparent }),
    },
  }
}

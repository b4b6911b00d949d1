/** Batches to the topic, with an eye on where the broker puts them. */
import { CONTENT_TYPE } from '@/events/envelope'
import { HEADERS } from '@/events/topics'
import type { Batch } from '@/payroll/outbox/relay/numbering'
import type { Outgoing, PatientProducer } from '../kafka/producer'
import { HistoryBroken } from './must-stop'

/**
 * Sends batches one after the other. `nextOffsets` is where each partition ends at the start.
 * @throws HistoryBroken when the broker gives out an offset a second time: it has lost what it had acknowledged there.
 */
export function publisher(producer: PatientProducer, topic: string, nextOffsets: Map<number, bigint>) {
  return async (batch: Batch, signal: AbortSignal): Promise<void> => {
    for (const { partition, offset, messages } of await producer.send(topic, batch.events.map(messageOf), signal)) {
      const next = nextOffsets.get(partition) ?? 0n
      if (offset < next)
        throw new HistoryBroken(
          `Kafka wrote at offset ${offset} of partition ${partition} after acknowledging ${next - 1n}: it has lost events`,
        )
      nextOffsets.set(partition, offset + BigInt(messages))
    }
  }
}

function messageOf({ aggregateId, event, partition, position, previous }: Batch['events'][number]): Outgoing {
  return {
    partition,
    key: aggregateId,
    value: event,
    headers: { [HEADERS.contentType]: CONTENT_TYPE, [HEADERS.position]: String(position), [HEADERS.previous]: String(previous) },
  }
}

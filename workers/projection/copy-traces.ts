/** The two steps of a copy in the traces of commands: their events were applied, and were made to answer. */
import type { Arrived } from '@/events/projection'
import type { SpanIs } from '@/platform/span'
import { tracingNow } from '@/platform/tracing'
import { beginWithEvents, type Told } from '../kafka/trace-events'

export type CopyTraces = {
  /** Applies a batch of one partition, and tells of it when it succeeds. */
  applying<T>(partition: number, batch: readonly Arrived[], apply: () => Promise<T>): Promise<T>
  /** Everything up to this position answers now. */
  answered(position: bigint): void
}

/** Of commands whose events do not answer yet; the newest beyond these are told of as applied alone. */
const WAITING_MAX = 1_000

/** `answering` is what makes events answer in this copy, in two words. */
export function copyTraces(topic: string, answering: string): CopyTraces {
  let waiting: (Told & { position: bigint; since: Date })[] = []
  const spanOf = (partition: number): SpanIs => ({
    name: `process ${topic}`,
    kind: 'consumer',
    attributes: {
      'messaging.destination.partition.id': String(partition),
      ...{ 'messaging.system': 'kafka', 'messaging.destination.name': topic },
      ...{ 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' },
    },
  })
  return {
    async applying(partition, batch, apply) {
      const done = beginWithEvents(spanOf(partition), batch, ({ value }) => value)
      const applied = await apply()
      const [tracing, position] = [tracingNow(), batch.at(-1)?.position]
      if (!tracing || position === undefined) return applied
      const since = tracing.clock()
      waiting.push(...done().map((told) => ({ ...told, position, since })))
      waiting.length = Math.min(waiting.length, WAITING_MAX)
      return applied
    },
    answered(position) {
      const tracing = tracingNow()
      if (!tracing || waiting.length === 0) return
      const to = tracing.clock()
      for (const { context, events, since } of waiting.filter((each) => each.position <= position))
        tracing.tell(
          { name: answering, kind: 'internal', attributes: { 'messaging.batch.message_count': events } },
          context,
          { from: since, to },
          [],
        )
      waiting = waiting.filter((each) => each.position > position)
    },
  }
}

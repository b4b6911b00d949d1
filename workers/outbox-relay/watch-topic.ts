/** Looks at the topic while a relay leads: what was emptied or deleted is noticed within seconds, also while nothing is sent. */

import { pause } from '@/platform/retry'
import { offsetWatch } from '../kafka/admin'
import type { Kafka } from '../kafka/connect'
import { isTopicMissing } from '../kafka/member'
import { KafkaLost } from './must-stop'

const EVERY_MS = 3_000
/** Gaps that consumers told of and that were looked into, by topic, partition and position: nothing more can be done about one that stays. */
const lookedInto = new Set<string>()

/**
 * Runs until `signal` is aborted. Kafka away is no loss, and asked again.
 * @throws KafkaLost when a partition begins later or ends earlier than it did, the topic is gone, or a consumer has met a gap.
 */
export async function watchTopic(
  kafka: Kafka,
  topic: string,
  { nextOffsets, firstOffsets }: { nextOffsets: ReadonlyMap<number, bigint>; firstOffsets: ReadonlyMap<number, bigint> },
  gaps: () => Promise<{ partition: number; after: string }[]>,
  signal: AbortSignal,
): Promise<void> {
  const ends = offsetWatch(kafka, topic)
  try {
    for (;;) {
      await pause(EVERY_MS, signal)
      if (signal.aborted) return
      const acknowledged = new Map(nextOffsets)
      const found = await ends.ends().catch((error: unknown) => {
        if (isTopicMissing(error)) throw new KafkaLost('the topic of the events is gone', [...acknowledged.keys()])
        return null
      })
      const lost = [...(found ?? [])].filter(
        ([partition, { low, high }]) => high < (acknowledged.get(partition) ?? 0n) || low > (firstOffsets.get(partition) ?? 0n),
      )
      if (lost.length > 0)
        throw new KafkaLost(
          `Kafka has fewer events than it acknowledged in partition ${lost.map(([partition]) => partition).join(', ')}`,
          lost.map(([partition]) => partition),
        )
      const told = (await gaps().catch(() => [])).filter(({ partition, after }) => !lookedInto.has([topic, partition, after].join(' ')))
      for (const { partition, after } of told) lookedInto.add([topic, partition, after].join(' '))
      const [first] = told
      if (first)
        throw new KafkaLost(
          `a consumer misses events after position ${first.after} in partition ${first.partition}`,
          told.map(({ partition }) => partition),
        )
    }
  } finally {
    await ends.close()
  }
}

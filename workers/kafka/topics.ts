/** Topics with the settings that make them a history: made when missing, checked when there. */
import type { Admin, Kafka } from 'kafkajs'
import { eventsTopic, PARTITIONS, watermarksTopic } from '@/events/topics'
import { pause } from '@/platform/retry'
import { withAdmin } from './admin'

type Wanted = { topic: string; partitions: number; settings: Record<string, string> }

/** ConfigResourceTypes.TOPIC, which an ES module cannot import by name from this library. */
const TOPIC_RESOURCE = 2
const LED_TRIES_MAX = 50
const WATERMARKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000

const wantedEvents = (prefix: string, era: number): Wanted => ({
  topic: eventsTopic(prefix, era),
  partitions: PARTITIONS,
  settings: { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' },
})

const wantedWatermarks = (prefix: string): Wanted => ({
  topic: watermarksTopic(prefix),
  partitions: 1,
  settings: { 'cleanup.policy': 'delete', 'retention.ms': String(WATERMARKS_KEPT_MS) },
})

/**
 * Makes the topics that are missing; a consumer may do so too, before the relay has come up.
 * @returns those made just now, and a phrase for each setting of the others that would lose events. @throws when Kafka is away.
 */
export function ensureTopics(kafka: Kafka, prefix: string, era: number): Promise<{ made: string[]; problems: string[] }> {
  const wanted = [wantedEvents(prefix, era), wantedWatermarks(prefix)]
  return withAdmin(kafka, async (admin) => {
    const there = new Set(await admin.listTopics())
    const missing = wanted.filter(({ topic }) => !there.has(topic))
    if (missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map(({ topic, partitions, settings }) => ({
          topic,
          numPartitions: partitions,
          configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
        })),
      })
      for (const { topic } of missing) await untilLed(admin, topic)
    }
    const problems: string[] = []
    for (const { topic, partitions, settings } of wanted) {
      const metadata = await admin.fetchTopicMetadata({ topics: [topic] })
      const count = metadata.topics[0]?.partitions.length
      if (count !== partitions) problems.push(`${topic} has ${count} partitions instead of ${partitions}`)
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: Object.keys(settings) }],
      })
      for (const { configName, configValue } of resources[0]?.configEntries ?? []) {
        const value = settings[configName]
        if (value !== configValue) problems.push(`${topic} has ${configName}=${configValue} instead of ${value}`)
      }
    }
    return { made: missing.map(({ topic }) => topic), problems }
  })
}

/** A new topic is announced before every broker knows what it leads: a send just then failed for some partitions and was repeated for all. */
async function untilLed(admin: Admin, topic: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await admin.fetchTopicOffsets(topic)
      return
    } catch (error) {
      if (tries >= LED_TRIES_MAX) throw error
      await pause(100)
    }
  }
}

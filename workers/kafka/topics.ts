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
    const found = await Promise.all(wanted.map((each) => lookAt(admin, each)))
    return { made: missing.map(({ topic }) => topic), problems: found.flatMap(({ problems }) => problems) }
  })
}

/** Deletes a topic and waits until no broker knows it; one that is gone is no failure. @throws when Kafka is away, or does not allow it. */
export function deleteTopic(kafka: Kafka, topic: string): Promise<void> {
  return withAdmin(kafka, async (admin) => {
    const isThere = async () => (await admin.listTopics()).includes(topic)
    if (await isThere()) await admin.deleteTopics({ topics: [topic] })
    for (let tries = 0; await isThere(); tries += 1) {
      if (tries >= LED_TRIES_MAX) throw new Error(`the topic ${topic} was deleted, and is still there`)
      await pause(100)
    }
  })
}

export type TopicFound = {
  topic: string
  /** The fewest brokers that a partition is on, and how many partitions lack one of theirs just now. */
  copies: number
  behind: number
  /** How many brokers must have a message before it is acknowledged. */
  copiesMin: number
  problems: string[]
}

/** The cluster as it is: how many brokers, and of each topic that is there what it keeps, and how often. @throws when Kafka is away. */
export function describeTopics(kafka: Kafka, prefix: string, era: number): Promise<{ brokers: number; topics: TopicFound[] }> {
  return withAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster()
    const there = new Set(await admin.listTopics())
    const wanted = [wantedEvents(prefix, era), wantedWatermarks(prefix)].filter(({ topic }) => there.has(topic))
    return { brokers: brokers.length, topics: await Promise.all(wanted.map((each) => lookAt(admin, each))) }
  })
}

const COPIES_MIN = 'min.insync.replicas'

async function lookAt(admin: Admin, { topic, partitions, settings }: Wanted): Promise<TopicFound> {
  const [metadata, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [topic] }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: [...Object.keys(settings), COPIES_MIN] }],
    }),
  ])
  const each = metadata.topics[0]?.partitions ?? []
  const problems = each.length === partitions ? [] : [`${topic} has ${each.length} partitions instead of ${partitions}`]
  const configured = new Map((resources[0]?.configEntries ?? []).map(({ configName, configValue }) => [configName, configValue]))
  for (const [name, value] of Object.entries(settings))
    if (configured.has(name) && configured.get(name) !== value)
      problems.push(`${topic} has ${name}=${configured.get(name)} instead of ${value}`)
  return {
    topic,
    copies: Math.min(...each.map(({ replicas }) => replicas.length)),
    behind: each.filter(({ replicas, isr }) => isr.length < replicas.length).length,
    copiesMin: Number(configured.get(COPIES_MIN) ?? 1),
    problems,
  }
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

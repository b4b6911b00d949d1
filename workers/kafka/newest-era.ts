/** Which history of the journal is the newest that Kafka knows of. */
import { eventsTopic, FIRST_ERA } from '@/events/topics'
import { withAdmin } from './admin'
import type { Kafka } from './connect'

/** The newest era that the relay has made a topic for; the first while there is none. @throws when Kafka is away. */
export async function newestEra(kafka: Kafka, prefix: string): Promise<number> {
  const topics = await withAdmin(kafka, (admin) => admin.listTopics())
  const family = eventsTopic(prefix, 0).slice(0, -1)
  const eras = topics.filter((topic) => topic.startsWith(family)).map((topic) => topic.slice(family.length))
  return Math.max(FIRST_ERA, ...eras.filter((era) => /^[1-9]\d{0,8}$/.test(era)).map(Number))
}

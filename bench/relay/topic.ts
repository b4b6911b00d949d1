/** Topics as the bench sees them. */
import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { PARTITIONS } from '@/events/topics'

const admins = new Map<string, ReturnType<Kafka['admin']>>()

/** How many messages it holds; 0 while it is not there. */
export async function endOf(brokers: string, topic: string): Promise<number> {
  const offsets = await (await adminOf(brokers)).fetchTopicOffsets(topic).catch(() => [])
  return offsets.reduce((sum, { high }) => sum + Number(high), 0)
}

/** With as many partitions as the relay's. */
export async function makeTopic(brokers: string, topic: string): Promise<void> {
  await (await adminOf(brokers)).createTopics({ topics: [{ topic, numPartitions: PARTITIONS }] })
}

/** Waits until it is. */
export async function isThere(brokers: string, topic: string): Promise<void> {
  const admin = await adminOf(brokers)
  while (!(await admin.listTopics()).includes(topic)) await pause(100)
}

async function adminOf(brokers: string) {
  let admin = admins.get(brokers)
  if (!admin) {
    admin = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING }).admin()
    await admin.connect()
    admins.set(brokers, admin)
  }
  return admin
}

export async function closeAdmins(): Promise<void> {
  for (const admin of admins.values()) await admin.disconnect()
}

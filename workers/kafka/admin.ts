/** Short questions to the brokers, each over a connection of its own that is closed again. */
import type { Admin, Kafka } from 'kafkajs'

/** Runs `ask` with a connected admin client. @throws when Kafka is away. */
export async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await ask(admin)
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

/** For each partition the offset that the next message will get. */
export function highOffsets(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  return withAdmin(
    kafka,
    async (admin) => new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)])),
  )
}

/** What a group has committed per partition: the next offset, and the position we noted beside it (null when somebody else committed). */
export async function readCommits(
  kafka: Kafka,
  groupId: string,
  topic: string,
): Promise<Map<number, { offset: bigint; position: bigint | null }>> {
  const answer = await withAdmin(kafka, (admin) => admin.fetchOffsets({ groupId, topics: [topic] }))
  const partitions = answer.find((each) => each.topic === topic)?.partitions ?? []
  return new Map(
    partitions
      .filter(({ offset }) => BigInt(offset) > 0n)
      .map(({ partition, offset, metadata }) => [
        partition,
        { offset: BigInt(offset), position: /^\d+$/.test(metadata ?? '') ? BigInt(metadata ?? '') : null },
      ]),
  )
}

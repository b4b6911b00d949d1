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

/** Asks again and again for the offset that the next message of each partition will get, over one connection; a failure is thrown, and it connects anew. */
export function offsetWatch(kafka: Kafka, topic: string): { high(): Promise<Map<number, bigint>>; close(): Promise<void> } {
  let admin: Admin | null = null
  const close = async () => {
    const old = admin
    admin = null
    await old?.disconnect().catch(() => {})
  }
  return {
    async high() {
      try {
        if (!admin) {
          admin = kafka.admin()
          await admin.connect()
        }
        return highsOf(await admin.fetchTopicOffsets(topic))
      } catch (error) {
        await close()
        throw error
      }
    },
    close,
  }
}

const highsOf = (offsets: { partition: number; high: string }[]) => new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]))

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

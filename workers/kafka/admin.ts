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

/** The first offset there is in a partition, and the offset that its next message will get. */
export type Ends = { low: bigint; high: bigint }

export type OffsetWatch = { ends(): Promise<Map<number, Ends>>; close(): Promise<void> }

/** Asks again and again where each partition begins and ends, over one connection; a failure is thrown, and it connects anew. */
export function offsetWatch(kafka: Kafka, topic: string): OffsetWatch {
  let admin: Admin | null = null
  const close = async () => {
    const old = admin
    admin = null
    await old?.disconnect().catch(() => {})
  }
  return {
    async ends() {
      try {
        if (!admin) {
          admin = kafka.admin()
          await admin.connect()
        }
        return endsOf(await admin.fetchTopicOffsets(topic))
      } catch (error) {
        await close()
        throw error
      }
    },
    close,
  }
}

/** @throws when Kafka is away, or has no such topic. */
export const readEnds = (kafka: Kafka, topic: string): Promise<Map<number, Ends>> =>
  withAdmin(kafka, async (admin) => endsOf(await admin.fetchTopicOffsets(topic)))

const endsOf = (offsets: { partition: number; low: string; high: string }[]) =>
  new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]))

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

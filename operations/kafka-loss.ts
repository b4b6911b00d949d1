/** What Kafka has lost of the events it had acknowledged, and whether it has them again. */
import type { Ledger } from '@/prisma/connect'

export type KafkaLoss = {
  /** Partitions whose events are being looked for or sent again at this moment. */
  open: number[]
  /** Of the last seven days: how many events were sent again, and when the last of them. */
  sentAgain: number
  sentAgainAt: string | null
}

const DAYS_TOLD = 7

/** What Kafka has lost: partitions that are still to be sent again, and how many events were sent again in the last days. */
export async function kafkaLoss(db: Ledger): Promise<KafkaLoss> {
  const [found] = await db.$queryRaw<KafkaLoss[]>`
    SELECT coalesce(array_agg(partition ORDER BY partition) FILTER (WHERE sent_again_at IS NULL), '{}') AS open,
      coalesce(sum(events) FILTER (WHERE sent_again_at IS NOT NULL), 0)::int AS "sentAgain",
      iso_utc(max(sent_again_at) FILTER (WHERE events > 0)) AS "sentAgainAt"
    FROM kafka_loss WHERE sent_again_at IS NULL OR sent_again_at > clock_timestamp() - make_interval(days => ${DAYS_TOLD})`
  return found ?? { open: [], sentAgain: 0, sentAgainAt: null }
}
